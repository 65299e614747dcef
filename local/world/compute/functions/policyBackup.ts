import { createPolicyBackup } from '../../../../handlers/functions/policyBackup.js';
import { budgetStore, compose, task, type LocalRoot } from './composition.js';
import { readSuspensionMeans } from '../../../../handlers/workflows/suspensionMeans.js';

export const policyBackup: LocalRoot = (environment, services) => {
  const means = readSuspensionMeans(environment);
  return task(
    createPolicyBackup({
      ...compose(environment, services),
      budgets: budgetStore(environment, services),
      iam: services.accessReader(means),
      means,
    }),
  );
};
