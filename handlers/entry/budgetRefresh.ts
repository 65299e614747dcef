import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DynamoBudgetStore } from '../adapters/dynamoBudgetStore.js';
import { EventBridgeBus } from '../adapters/eventBridgeBus.js';
import { createBudgetRefresh } from '../budgetRefresh.js';
import { compose, handlerWith, tablesClient } from './composition.js';
import { homeRegion, required } from './environment.js';

const composition = compose('budget-refresh');
const { clock } = composition;

export const handler = handlerWith(
  composition,
  createBudgetRefresh({
    ...composition,
    budgets: new DynamoBudgetStore(tablesClient(), required('USER_BUDGETS_TABLE'), clock),
    bus: new EventBridgeBus(new EventBridgeClient(homeRegion()), required('EVENT_BUS'), clock),
  }),
);
