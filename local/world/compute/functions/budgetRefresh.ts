import { createBudgetRefresh } from '../../../../handlers/functions/budgetRefresh.js';
import { budgetStore, compose, eventBus, type LocalRoot } from './composition.js';

export const budgetRefresh: LocalRoot = (environment, services) =>
  createBudgetRefresh({
    ...compose(environment, services),
    budgets: budgetStore(environment, services),
    bus: eventBus(environment, services),
  });
