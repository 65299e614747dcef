import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { AwsAccessReader } from '../adapters/awsAccessReader.js';
import { AwsIamDirectory } from '../adapters/awsIamDirectory.js';
import { DynamoBudgetStore } from '../adapters/dynamoBudgetStore.js';
import { DynamoPriceTable } from '../adapters/dynamoPriceTable.js';
import { EventBridgeBus } from '../adapters/eventBridgeBus.js';
import { createUserSetup } from '../functions/userSetup.js';
import { readEnforcementConfig } from '../workflows/enforcementConfig.js';
import { compose, handlerWith, LIMITS, tablesClient } from './composition.js';
import { ENVIRONMENT, homeRegion, required } from './environment.js';

const composition = compose('user-setup');
const { clock } = composition;
const tables = tablesClient();
const iam = new IAMClient(LIMITS);
const enforcementConfig = readEnforcementConfig(ENVIRONMENT);

export const handler = handlerWith(
  composition,
  createUserSetup({
    ...composition,
    budgets: new DynamoBudgetStore(tables, required('USER_BUDGETS_TABLE'), clock),
    priceTable: new DynamoPriceTable(tables, required('PRICING_TABLE'), clock),
    iamDirectory: new AwsIamDirectory(iam),
    iam: new AwsAccessReader(iam, enforcementConfig),
    enforcementConfig,
    bus: new EventBridgeBus(new EventBridgeClient({ ...homeRegion(), ...LIMITS }), required('EVENT_BUS'), clock),
  }),
);
