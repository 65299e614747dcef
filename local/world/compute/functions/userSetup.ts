import { createUserSetup } from '../../../../handlers/functions/userSetup.js';
import { budgetStore, compose, eventBus, homeRegion, type LocalRoot } from './composition.js';
import { readSuspensionMeans } from '../../../../handlers/workflows/suspensionMeans.js';

export const userSetup: LocalRoot = (environment, services) => {
  const means = readSuspensionMeans(environment);
  return createUserSetup({
    ...compose(environment, services),
    budgets: budgetStore(environment, services),
    priceTable: services.prices(homeRegion(environment, services), environment.required('PRICING_TABLE')),
    iamDirectory: services.iamDirectory(),
    iam: services.accessReader(means),
    means,
    bus: eventBus(environment, services),
  });
};
