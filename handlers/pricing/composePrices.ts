import type { Environment } from '../runtime/environment.js';
import type { FallbackPrices, Services } from '../ports/services.js';
import type { PriceList } from '../ports/priceList.js';
import type { PriceTable } from '../ports/priceTable.js';
import { LivePrices } from './livePrices.js';
import { createPriceLookUp } from './priceLookUp.js';

export type PriceServices = Pick<
  Services,
  'clock' | 'telemetry' | 'prices' | 'fallbackPrices' | 'priceList' | 'inferenceProfiles'
>;

export interface Prices extends FallbackPrices {
  readonly priceList: PriceList;
  readonly priceTable: PriceTable;
  readonly live: LivePrices;
}

/** The prices of calls: the Pricing table, then the Price List, then the fallback book. */
export function composePrices(environment: Environment<'PRICING_TABLE'>, services: PriceServices): Prices {
  const { clock, telemetry } = services;
  const { book, models } = services.fallbackPrices();
  const priceList = services.priceList();
  const priceTable = services.prices(environment.required('PRICING_TABLE'));
  const lookUp = createPriceLookUp({ priceList, priceTable, clock, telemetry }, book);
  const profileDirectory = services.inferenceProfiles();
  const live = new LivePrices({ priceTable, lookUp, profileDirectory, clock, telemetry }, book);
  return { book, models, priceList, priceTable, live };
}
