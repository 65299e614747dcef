import { createRestorationValidation } from '../../../../handlers/functions/restorationValidation.js';
import { budgetStore, compose, task, type LocalRoot } from './composition.js';

export const restorationValidation: LocalRoot = (environment, services) =>
  task(createRestorationValidation({ ...compose(environment, services), budgets: budgetStore(environment, services) }));
