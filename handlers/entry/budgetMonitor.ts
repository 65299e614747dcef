import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Item } from '../adapters/attributes.js';
import { storedBudgetOf } from '../adapters/budgetItem.js';
import { DynamoBudgetStore } from '../adapters/dynamoBudgetStore.js';
import { EventBridgeBus } from '../adapters/eventBridgeBus.js';
import { createBudgetMonitor } from '../functions/budgetMonitor.js';
import { compose, handlerWith, LIMITS, tablesClient } from './composition.js';
import { homeRegion, required } from './environment.js';

const composition = compose('budget-monitor');
const { clock } = composition;

export const handler = handlerWith(
  composition,
  createBudgetMonitor({
    ...composition,
    budgets: new DynamoBudgetStore(tablesClient(), required('USER_BUDGETS_TABLE'), clock),
    bus: new EventBridgeBus(new EventBridgeClient({ ...homeRegion(), ...LIMITS }), required('EVENT_BUS'), clock),
    recordOf: (image) => storedBudgetOf(image as Item),
  }),
);
