import { createUsageCalculator } from '../../../../handlers/functions/usageCalculator.js';
import { budgetStore, compose, homeRegion, type LocalRoot } from './composition.js';
import { composePrices } from './prices.js';

export const usageCalculator: LocalRoot = (environment, services) => {
  const composition = compose(environment, services);
  const names = {
    usage: environment.required('USAGE_TRACKING_TABLE'),
    budgets: environment.required('USER_BUDGETS_TABLE'),
  };
  return createUsageCalculator({
    ...composition,
    budgets: budgetStore(environment, services),
    ledger: services.ledger(homeRegion(environment, services), names),
    prices: composePrices(composition, environment, services).live,
    quarantine: services.quarantine(environment.required('QUARANTINE_QUEUE_URL')),
    objects: services.objects(),
    replayedPrefix: environment.required('REPLAYED_PREFIX'),
  });
};
