import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DynamoBudgetStore } from '../adapters/dynamoBudgetStore.js';
import { DynamoUsageLedger } from '../adapters/dynamoUsageLedger.js';
import { EventBridgeBus } from '../adapters/eventBridgeBus.js';
import { rerateProvisionalUsage } from '../metering/rerating.js';
import { createPricingManager } from '../functions/pricingManager.js';
import { compose, handlerWith, LIMITS, tablesClient } from './composition.js';
import { homeRegion, required, requiredList } from './environment.js';
import { composePrices } from './prices.js';

const composition = compose('pricing-manager');
const { clock } = composition;
const tables = tablesClient();
const names = { usage: required('USAGE_TRACKING_TABLE'), budgets: required('USER_BUDGETS_TABLE') };
const { live, priceTable, ...prices } = composePrices(composition, tables);
const rerating = {
  ...composition,
  prices: live,
  budgets: new DynamoBudgetStore(tables, names.budgets, clock),
  ledger: new DynamoUsageLedger(tables, names),
};

export const handler = handlerWith(
  composition,
  createPricingManager({
    ...composition,
    ...prices,
    prices: priceTable,
    bus: new EventBridgeBus(new EventBridgeClient({ ...homeRegion(), ...LIMITS }), required('EVENT_BUS'), clock),
    regions: requiredList('REGIONS'),
    reprice: (deadline) => rerateProvisionalUsage(rerating, deadline),
  }),
);
