import type { Instant } from '../../domain/instant.js';
import { classifyProduct, type PriceListRate } from '../../domain/priceList.js';
import type { PriceBook } from '../../domain/priceBook.js';
import { refreshRow, type RefreshedRow } from '../../domain/priceRefresh.js';
import { priceListIndex, priceRowsOf } from '../../domain/priceRows.js';
import type { PriceKey, PriceRow } from '../../domain/priceTable.js';
import type { Clock } from '../ports/clock.js';
import type { PriceList, PriceListFilter } from '../ports/priceList.js';
import { PRICE_RETENTION_MS, type PriceTable } from '../ports/priceTable.js';
import type { Telemetry } from '../ports/telemetry.js';

export interface PriceLookUpPorts {
  readonly priceList: PriceList;
  readonly priceTable: PriceTable;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/**
 * Asks the Price List for one model in one Region, for the calls that come before the first refresh. What passes the
 * guard against the book is kept in the Pricing table, so that the next container need not ask. Throws what the ports
 * throw.
 */
export function createPriceLookUp(
  ports: PriceLookUpPorts,
  book: PriceBook,
): (key: PriceKey) => Promise<PriceRow | undefined> {
  return async (key) => {
    const model = book.model(key.modelId);
    if (model === undefined) return undefined;
    const rates: PriceListRate[] = [];
    for (const name of model.priceListNames ?? [model.name]) {
      for (const [service, filter] of questionsFor(name)) rates.push(...(await ratesOf(ports, service, key, filter)));
    }
    const now = ports.clock.now();
    const refreshed = await refreshedRows(ports, priceRowsOf(rates, priceListIndex([model])).rows, book, now);
    const rows = refreshed.flatMap(({ row }) => row ?? []);
    ports.telemetry.count(
      'PricesHeld',
      refreshed.reduce((sum, { held }) => sum + held.length, 0),
    );
    if (rows.length > 0) await ports.priceTable.write(rows, now, now + PRICE_RETENTION_MS);
    ports.telemetry.count('PricesWritten', rows.length);
    return rows.find(({ scope }) => scope === key.scope);
  };
}

/** The row of the other scope may be in the table: what a refresh found there, or held back, is not undone. */
async function refreshedRows(
  { priceTable }: PriceLookUpPorts,
  found: readonly PriceRow[],
  book: PriceBook,
  now: Instant,
): Promise<readonly RefreshedRow[]> {
  const current = found.length === 0 ? [] : await priceTable.read(found, now);
  const known = new Map(current.map((row) => [row.scope, row]));
  return found.map((row) => refreshRow(row, known.get(row.scope), book, now));
}

/** Each service names its models by another attribute. */
function questionsFor(name: string): readonly (readonly [string, PriceListFilter])[] {
  return [
    ['AmazonBedrock', { field: 'model', value: name }],
    ['AmazonBedrockService', { field: 'model', value: name }],
    ['AmazonBedrockFoundationModels', { field: 'servicename', value: `${name} (Amazon Bedrock Edition)` }],
  ];
}

async function ratesOf(
  { priceList, clock }: PriceLookUpPorts,
  service: string,
  { region }: PriceKey,
  filter: PriceListFilter,
): Promise<readonly PriceListRate[]> {
  const rates: PriceListRate[] = [];
  for await (const page of priceList.products(service, region, filter)) {
    for (const entry of page.flatMap((product) => classifyProduct(product, clock.now()))) {
      if (entry.kind === 'rate') rates.push(entry.rate);
    }
  }
  return rates;
}
