import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { AwsIamDirectory } from '../adapters/awsIamDirectory.js';
import { DynamoBudgetStore } from '../adapters/dynamoBudgetStore.js';
import { DynamoPriceTable } from '../adapters/dynamoPriceTable.js';
import { EventBridgeBus } from '../adapters/eventBridgeBus.js';
import { createUserSetup } from '../userSetup.js';
import { compose, handlerWith, LIMITS, tablesClient } from './composition.js';
import { homeRegion, required } from './environment.js';

const composition = compose('user-setup');
const { clock } = composition;
const tables = tablesClient();

export const handler = handlerWith(
  composition,
  createUserSetup({
    ...composition,
    budgets: new DynamoBudgetStore(tables, required('USER_BUDGETS_TABLE'), clock),
    priceTable: new DynamoPriceTable(tables, required('PRICING_TABLE'), clock),
    iamDirectory: new AwsIamDirectory(new IAMClient(LIMITS)),
    bus: new EventBridgeBus(new EventBridgeClient({ ...homeRegion(), ...LIMITS }), required('EVENT_BUS'), clock),
  }),
);
