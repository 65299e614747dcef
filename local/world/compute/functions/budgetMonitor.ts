import type { Item } from '../../../../handlers/adapters/attributes.js';
import { storedBudgetOf } from '../../../../handlers/adapters/budgetItem.js';
import { createBudgetMonitor } from '../../../../handlers/functions/budgetMonitor.js';
import { budgetStore, compose, eventBus, type LocalRoot } from './composition.js';

export const budgetMonitor: LocalRoot = (environment, services) =>
  createBudgetMonitor({
    ...compose(environment, services),
    budgets: budgetStore(environment, services),
    bus: eventBus(environment, services),
    recordOf: (image) => storedBudgetOf(image as Item),
  });
