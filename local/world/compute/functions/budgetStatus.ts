import { createBudgetStatus } from '../../../../handlers/functions/budgetStatus.js';
import { budgetStore, compose, task, type LocalRoot } from './composition.js';

export const budgetStatus: LocalRoot = (environment, services) =>
  task(createBudgetStatus({ ...compose(environment, services), budgets: budgetStore(environment, services) }));
