import { createUserSetup } from '../../../../handlers/functions/userSetup.js';
import { budgetStore, compose, eventBus, homeRegion, type LocalRoot } from './composition.js';
import { readEnforcementConfig } from '../../../../handlers/workflows/enforcementConfig.js';

export const userSetup: LocalRoot = (environment, services) => {
  const enforcementConfig = readEnforcementConfig(environment);
  return createUserSetup({
    ...compose(environment, services),
    budgets: budgetStore(environment, services),
    priceTable: services.prices(homeRegion(environment, services), environment.required('PRICING_TABLE')),
    iamDirectory: services.iamDirectory(),
    iam: services.accessReader(enforcementConfig),
    enforcementConfig,
    bus: eventBus(environment, services),
  });
};
