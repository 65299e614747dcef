import { createIamUtilities } from '../../../../handlers/functions/iamUtilities.js';
import { budgetStore, compose, task, type LocalRoot } from './composition.js';
import { readSuspensionMeans } from '../../../../handlers/workflows/suspensionMeans.js';

export const iamUtilities: LocalRoot = (environment, services) => {
  const means = readSuspensionMeans(environment);
  return task(
    createIamUtilities({
      ...compose(environment, services),
      budgets: budgetStore(environment, services),
      iam: services.iamAccess(means),
      means,
    }),
  );
};
