import { createGraceNotification } from '../../../handlers/graceNotification.js';
import { budgetStore, compose, eventBus, task, type LocalRoot } from './composition.js';

export const graceNotification: LocalRoot = (environment, services) =>
  task(
    createGraceNotification({
      ...compose(environment, services),
      budgets: budgetStore(environment, services),
      bus: eventBus(environment, services),
    }),
  );
