import { composePricingManager } from '../functions/pricingManager.js';
import { lambda } from './aws/lambda.js';
import { inferenceProfiles, priceList } from './aws/priceSources.js';
import { budgets, bus, clock, fallbackPrices, ledger, prices, settings, telemetry } from './aws/services.js';

export const handler = lambda(composePricingManager, {
  clock,
  telemetry,
  settings,
  prices,
  fallbackPrices,
  priceList,
  inferenceProfiles,
  budgets,
  ledger,
  bus,
});
