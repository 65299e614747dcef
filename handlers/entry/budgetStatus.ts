import { DynamoBudgetStore } from '../adapters/dynamoBudgetStore.js';
import { createBudgetStatus } from '../functions/budgetStatus.js';
import { compose, taskWith, tablesClient } from './composition.js';
import { required } from './environment.js';

const composition = compose('budget-status');

export const handler = taskWith(
  composition,
  createBudgetStatus({
    ...composition,
    budgets: new DynamoBudgetStore(tablesClient(), required('USER_BUDGETS_TABLE'), composition.clock),
  }),
);
