import { DynamoBudgetStore } from '../adapters/dynamoBudgetStore.js';
import { createRestorationValidation } from '../functions/restorationValidation.js';
import { compose, taskWith, tablesClient } from './composition.js';
import { required } from './environment.js';

const composition = compose('restoration-validation');

export const handler = taskWith(
  composition,
  createRestorationValidation({
    ...composition,
    budgets: new DynamoBudgetStore(tablesClient(), required('USER_BUDGETS_TABLE'), composition.clock),
  }),
);
