import { createGraceNotification } from '../../../../handlers/functions/graceNotification.js';
import { budgetStore, composeBase, eventBus, task, type LocalRoot } from './composition.js';

export const graceNotification: LocalRoot = (environment, services) =>
  task(
    createGraceNotification({
      ...composeBase(services),
      budgets: budgetStore(environment, services),
      bus: eventBus(environment, services),
    }),
  );
