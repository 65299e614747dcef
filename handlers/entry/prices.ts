import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readFileSync } from 'node:fs';
import { createPriceBook, type PriceBook } from '../../domain/pricing/priceBook.js';
import type { ModelPrices, PriceBookData } from '../../domain/pricing/priceBookData.js';
import { DynamoPriceTable } from '../adapters/dynamoPriceTable.js';
import { LivePrices } from '../pricing/livePrices.js';
import { createPriceLookUp } from '../pricing/priceLookUp.js';
import type { PriceList } from '../ports/priceList.js';
import type { Composition } from './composition.js';
import { required } from './environment.js';
import { rareInferenceProfiles, rarePriceList } from './rareClients.js';

export interface Prices {
  readonly book: PriceBook;
  readonly models: readonly ModelPrices[];
  readonly priceList: PriceList;
  readonly priceTable: DynamoPriceTable;
  readonly live: LivePrices;
}

/** A look-up must not hold up a batch: the book stands in. */
const LOOK_UP_LIMITS = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};

/** The fallback book lies beside the bundle. */
export function composePrices({ clock, telemetry }: Composition, tables: DynamoDBClient): Prices {
  const data = JSON.parse(readFileSync(new URL('priceBook.json', import.meta.url), 'utf8')) as PriceBookData;
  const book = createPriceBook(data);
  const priceList = rarePriceList(async () => (await import('./priceList.js')).composePriceList(LOOK_UP_LIMITS));
  const priceTable = new DynamoPriceTable(tables, required('PRICING_TABLE'), clock);
  const profileDirectory = rareInferenceProfiles(async () =>
    (await import('./inferenceProfiles.js')).composeInferenceProfiles(LOOK_UP_LIMITS),
  );
  const lookUp = createPriceLookUp({ priceList, priceTable, clock, telemetry }, book);
  const live = new LivePrices({ priceTable, lookUp, profileDirectory, clock, telemetry }, book);
  return { book, models: data.models, priceList, priceTable, live };
}
