import { rerateProvisionalUsage } from '../../../../handlers/metering/rerating.js';
import { createPricingManager } from '../../../../handlers/functions/pricingManager.js';
import { budgetStore, compose, eventBus, homeRegion, type LocalRoot } from './composition.js';
import { composePrices } from './prices.js';

export const pricingManager: LocalRoot = (environment, services) => {
  const composition = compose(environment, services);
  const names = {
    usage: environment.required('USAGE_TRACKING_TABLE'),
    budgets: environment.required('USER_BUDGETS_TABLE'),
  };
  const { live, priceTable, ...prices } = composePrices(composition, environment, services);
  const rerating = {
    ...composition,
    prices: live,
    budgets: budgetStore(environment, services),
    ledger: services.ledger(homeRegion(environment, services), names),
  };
  return createPricingManager({
    ...composition,
    ...prices,
    prices: priceTable,
    bus: eventBus(environment, services),
    regions: environment.requiredList('REGIONS'),
    reprice: (deadline) => rerateProvisionalUsage(rerating, deadline),
  });
};
