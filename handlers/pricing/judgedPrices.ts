import type { Instant } from '../../domain/instant.js';
import type { PriceBook } from '../../domain/pricing/priceBook.js';
import type { PriceListEntry, PriceListRate, SkippedRow } from '../../domain/priceList/priceList.js';
import { refreshRow, type QuarantinedRate } from '../../domain/priceList/priceRefresh.js';
import { priceRowsOf, type PriceListIndex, type RowsFound } from '../../domain/priceList/priceRows.js';
import type { PriceKey, PriceRow } from '../../domain/priceList/priceTable.js';
import { quarantinedRow, refusedRows, type RefusedRow } from '../../domain/priceList/refusedRows.js';
import type { PriceTable } from '../ports/priceTable.js';

/** What the Price List says: its rates, and the rows that lend none. */
export interface PricesFound {
  readonly rates: readonly PriceListRate[];
  readonly skipped: readonly SkippedRow[];
}

export interface Judging {
  readonly prices: Pick<PriceTable, 'read'>;
  readonly book: PriceBook;
  readonly index: PriceListIndex;
  readonly now: Instant;
  /** How far back earlier rates are kept; all of them where undefined. */
  readonly keepFrom?: Instant;
}

export interface JudgedPrices extends Pick<RowsFound, 'unused'> {
  /** To write. */
  readonly rows: readonly PriceRow[];
  readonly held: readonly QuarantinedRate[];
  /** Rows of models that are known, in a Region that is not; in a new Region that may be all of them. */
  readonly ofUnknownCodes: readonly RefusedRow[];
}

export function pricesFoundIn(entries: readonly PriceListEntry[]): PricesFound {
  const rates = entries.flatMap((entry) => (entry.kind === 'rate' ? [entry.rate] : []));
  return { rates, skipped: entries.filter((entry) => entry.kind === 'skipped') };
}

/** Holds what was found against the table and the book. Throws what the table throws. */
export async function judgePrices(
  { prices, book, index, now, keepFrom }: Judging,
  { rates, skipped }: PricesFound,
): Promise<JudgedPrices> {
  const { rows: found, unused } = priceRowsOf(rates, index);
  const refused = refusedRows(skipped, index);
  const keys = new Map([...found, ...refused.map(({ key }) => key)].map((key) => [idOf(key), key]));
  const current = keys.size === 0 ? [] : await prices.read([...keys.values()], now);
  const inUse = new Map(current.map((row) => [idOf(row), row]));
  const refreshed = found.map((row) => refreshRow(row, inUse.get(idOf(row)), book, now, keepFrom));
  const isOfUnknownCode = ({ row }: RefusedRow): boolean => row.reason === 'a code of no known Region';
  const heldRows = refused
    .filter((each) => !isOfUnknownCode(each))
    .flatMap((each) => quarantinedRow(each, inUse.get(idOf(each.key)), book, now) ?? []);
  return {
    rows: refreshed.flatMap(({ row }) => row ?? []),
    held: [...refreshed.flatMap(({ held }) => held), ...heldRows],
    ofUnknownCodes: refused.filter(isOfUnknownCode),
    unused,
  };
}

function idOf({ modelId, region, scope }: PriceKey): string {
  return [modelId, region, scope].join('|');
}
