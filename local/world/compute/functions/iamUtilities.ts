import { createIamUtilities } from '../../../../handlers/functions/iamUtilities.js';
import { budgetStore, compose, task, type LocalRoot } from './composition.js';
import { readEnforcementConfig } from '../../../../handlers/workflows/enforcementConfig.js';

export const iamUtilities: LocalRoot = (environment, services) => {
  const enforcementConfig = readEnforcementConfig(environment);
  return task(
    createIamUtilities({
      ...compose(environment, services),
      budgets: budgetStore(environment, services),
      iam: services.iamAccess(enforcementConfig),
      enforcementConfig,
    }),
  );
};
