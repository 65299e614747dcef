import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DynamoBudgetStore } from '../adapters/dynamoBudgetStore.js';
import { EventBridgeBus } from '../adapters/eventBridgeBus.js';
import { createBudgetRefresh } from '../functions/budgetRefresh.js';
import { compose, handlerWith, LIMITS, tablesClient } from './composition.js';
import { homeRegion, required } from './environment.js';

const composition = compose('budget-refresh');
const { clock } = composition;

export const handler = handlerWith(
  composition,
  createBudgetRefresh({
    ...composition,
    budgets: new DynamoBudgetStore(tablesClient(), required('USER_BUDGETS_TABLE'), clock),
    bus: new EventBridgeBus(new EventBridgeClient({ ...homeRegion(), ...LIMITS }), required('EVENT_BUS'), clock),
  }),
);
