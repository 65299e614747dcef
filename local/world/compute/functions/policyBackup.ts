import { createPolicyBackup } from '../../../../handlers/functions/policyBackup.js';
import { budgetStore, compose, task, type LocalRoot } from './composition.js';
import { readEnforcementConfig } from '../../../../handlers/workflows/enforcementConfig.js';

export const policyBackup: LocalRoot = (environment, services) => {
  const enforcementConfig = readEnforcementConfig(environment);
  return task(
    createPolicyBackup({
      ...compose(environment, services),
      budgets: budgetStore(environment, services),
      iam: services.accessReader(enforcementConfig),
      enforcementConfig,
    }),
  );
};
