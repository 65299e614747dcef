import { createStateReporter } from '../../../../handlers/functions/stateReporter.js';
import { composeBase, homeRegion, type LocalRoot } from './composition.js';

export const stateReporter: LocalRoot = (environment, services) => {
  const region = homeRegion(environment, services);
  return createStateReporter({
    ...composeBase(services),
    census: services.census(region, environment.required('USER_BUDGETS_TABLE')),
    prices: services.prices(region, environment.required('PRICING_TABLE')),
  });
};
