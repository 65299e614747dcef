import { composeUsageCalculator } from '../functions/usageCalculator.js';
import { lambda } from './aws/lambda.js';
import { objects } from './aws/objectStore.js';
import { quarantine } from './aws/quarantine.js';
import { inferenceProfiles, priceList } from './aws/priceSources.js';
import { budgets, clock, fallbackPrices, ledger, prices, settings, telemetry } from './aws/services.js';

export const handler = lambda(composeUsageCalculator, {
  clock,
  telemetry,
  settings,
  prices,
  fallbackPrices,
  priceList,
  inferenceProfiles,
  budgets,
  ledger,
  quarantine,
  objects,
});
