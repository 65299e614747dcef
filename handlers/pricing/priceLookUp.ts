import { classifyProduct, type PriceListEntry } from '../../domain/priceList/priceList.js';
import type { PriceBook } from '../../domain/pricing/priceBook.js';
import type { ModelPrices } from '../../domain/pricing/priceBookData.js';
import { priceListIndex } from '../../domain/priceList/priceRows.js';
import type { PriceKey, PriceRow } from '../../domain/priceList/priceTable.js';
import type { Clock } from '../ports/clock.js';
import type { PriceList, PriceListFilter } from '../ports/priceList.js';
import { PRICE_RETENTION_MS, type PriceTable } from '../ports/priceTable.js';
import type { Telemetry } from '../ports/telemetry.js';
import { logHeld } from './priceEvents.js';
import { judgePrices, pricesFoundIn } from './judgedPrices.js';

export interface PriceLookUpPorts {
  readonly priceList: PriceList;
  readonly priceTable: PriceTable;
  readonly clock: Pick<Clock, 'now'>;
  readonly telemetry: Telemetry;
}

/**
 * Asks the Price List for one model in one Region, for the calls that come before the first refresh. What passes the
 * guard is kept in the Pricing table, so that the next container need not ask. What is refused is logged and counted; the
 * next refresh announces it. Throws what the ports throw.
 */
export function createPriceLookUp(
  ports: PriceLookUpPorts,
  book: PriceBook,
): (key: PriceKey) => Promise<PriceRow | undefined> {
  const { priceTable, clock, telemetry } = ports;
  return async (key) => {
    const model = book.model(key.modelId);
    if (model === undefined) return undefined;
    const entries = await entriesOfModel(ports, model, key.region);
    const now = clock.now();
    const judging = { prices: priceTable, book, index: priceListIndex([model]), now };
    const { rows, held, ofUnknownCodes } = await judgePrices(judging, pricesFoundIn(entries));
    logHeld(telemetry, held);
    if (ofUnknownCodes.length > 0)
      telemetry.warn('prices are missing', { ...key, reason: 'a code of no known Region' });
    if (rows.length > 0) await priceTable.write(rows, now, now + PRICE_RETENTION_MS);
    telemetry.count('PricesWritten', rows.length);
    return rows.find(({ scope }) => scope === key.scope);
  };
}

/** What the Price List says of one model in one Region now. Throws what the port throws. */
export async function entriesOfModel(
  ports: Pick<PriceLookUpPorts, 'priceList' | 'clock'>,
  { name, priceListNames = [name] }: ModelPrices,
  region: string,
): Promise<readonly PriceListEntry[]> {
  const entries: PriceListEntry[] = [];
  for (const [service, filter] of priceListNames.flatMap(questionsFor)) {
    entries.push(...(await entriesOf(ports, service, region, filter)));
  }
  return entries;
}

/** Each service names its models by another attribute. */
function questionsFor(name: string): readonly (readonly [string, PriceListFilter])[] {
  return [
    ['AmazonBedrock', { field: 'model', value: name }],
    ['AmazonBedrockService', { field: 'model', value: name }],
    ['AmazonBedrockFoundationModels', { field: 'servicename', value: `${name} (Amazon Bedrock Edition)` }],
  ];
}

async function entriesOf(
  { priceList, clock }: Pick<PriceLookUpPorts, 'priceList' | 'clock'>,
  service: string,
  region: string,
  filter: PriceListFilter,
): Promise<readonly PriceListEntry[]> {
  const entries: PriceListEntry[] = [];
  for await (const page of priceList.products(service, region, filter)) {
    for (const product of page) entries.push(...classifyProduct(product, clock.now()));
  }
  return entries;
}
