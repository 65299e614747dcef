import { readFileSync } from 'node:fs';
import { createPriceBook, type PriceBook } from '../../../../domain/pricing/priceBook.js';
import type { ModelPrices, PriceBookData } from '../../../../domain/pricing/priceBookData.js';
import type { PriceList } from '../../../../handlers/ports/priceList.js';
import type { PriceTable } from '../../../../handlers/ports/priceTable.js';
import { LivePrices } from '../../../../handlers/pricing/livePrices.js';
import { createPriceLookUp } from '../../../../handlers/pricing/priceLookUp.js';
import { homeRegion, type Composition } from './composition.js';
import type { Environment } from './environment.js';
import type { FunctionServices } from './services.js';

export interface Prices {
  readonly book: PriceBook;
  readonly models: readonly ModelPrices[];
  readonly priceList: PriceList;
  readonly priceTable: PriceTable;
  readonly live: LivePrices;
}

/** In the folder that the world is run in, as the bundles are made from it. */
const PRICE_BOOK = 'prices/priceBook.json';

let loaded: { readonly data: PriceBookData; readonly book: PriceBook } | undefined;

/** As `handlers/entry/prices.ts` puts them together. */
export function composePrices(
  { clock, telemetry }: Composition,
  environment: Environment,
  services: FunctionServices,
): Prices {
  const { data, book } = (loaded ??= load());
  const priceList = services.priceList();
  const priceTable = services.prices(homeRegion(environment, services), environment.required('PRICING_TABLE'));
  const lookUp = createPriceLookUp({ priceList, priceTable, clock, telemetry }, book);
  const profileDirectory = services.inferenceProfiles();
  const live = new LivePrices({ priceTable, lookUp, profileDirectory, clock, telemetry }, book);
  return { book, models: data.models, priceList, priceTable, live };
}

function load(): { readonly data: PriceBookData; readonly book: PriceBook } {
  const data = JSON.parse(readFileSync(PRICE_BOOK, 'utf8')) as PriceBookData;
  return { data, book: createPriceBook(data) };
}
