import type { Instant } from '../instant.js';
import { ZERO_USD, type Usd } from '../money.js';
import type { PriceBook } from '../pricing/priceBook.js';
import type { RateClaim, SkippedRow } from './priceList.js';
import type { QuarantinedRate } from './priceRefresh.js';
import type { PriceListIndex } from './priceRows.js';
import { isSamePlace, type PriceKey, type PriceRow } from './priceTable.js';
import { bookRate } from './vouchedRate.js';

/** A row that would be the rate of a model that is known, had it a price that can be used. */
export interface RefusedRow {
  readonly row: SkippedRow;
  readonly claim: RateClaim;
  readonly key: PriceKey;
}

/** Those among rows that lend no rate which are of models that are known and billed by such rates. */
export function refusedRows(skipped: readonly SkippedRow[], index: PriceListIndex): readonly RefusedRow[] {
  return skipped.flatMap((row) => {
    const { claim } = row;
    if (claim === undefined) return [];
    const { region, scope } = claim;
    const models = (index.get(claim.offer) ?? []).filter(({ unpricedReason }) => unpricedReason === undefined);
    return models.map(({ modelId }) => ({ row, claim, key: { modelId, region, scope } }));
  });
}

/** Undefined where the price is one of zero and the rate is known to be free. */
export function quarantinedRow(
  { row, claim, key }: RefusedRow,
  current: PriceRow | undefined,
  book: PriceBook,
  at: Instant,
): QuarantinedRate | undefined {
  const { dimension, tier, contextSize, found } = claim;
  const inUse = current?.rates.find((rate) => isSamePlace(rate, claim))?.usdPer1000 ?? bookRate(key, claim, book, at);
  const isZero = row.reason === 'a price of zero';
  if (isZero && isFree(inUse ?? book.dearestOfModel(key.modelId, dimension)?.usdPer1000)) return undefined;
  const toUsdPer1000 = isZero ? ZERO_USD : undefined;
  const { reason, sku, usageType } = row;
  const place = { ...key, dimension, tier, contextSize };
  return { ...place, fromUsdPer1000: inUse, toUsdPer1000, reason, found, sku, usageType };
}

function isFree(rate: Usd | undefined): boolean {
  return rate?.isZero() === true;
}
