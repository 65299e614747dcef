import type { Instant } from './instant.js';
import { scaleUsd, type Usd } from './money.js';
import type { PriceBook } from './priceBook.js';
import type { PriceKey, PriceRow, TableRate } from './priceTable.js';
import { guardRate } from './rateGuard.js';

/** A rate of the Price List that does not take the place of the one in use. */
export interface HeldRate extends PriceKey, Pick<TableRate, 'dimension' | 'tier' | 'contextSize'> {
  /** In use and staying so; undefined where nothing is known. */
  readonly fromUsdPer1000: Usd | undefined;
  readonly toUsdPer1000: Usd;
  readonly reason: string;
}

export interface RefreshedRow {
  /** What to write; undefined if that is nothing. */
  readonly row: PriceRow | undefined;
  readonly held: readonly HeldRate[];
}

/**
 * Takes the rates that a refresh found over those of the row in use (undefined on the first fill, when the book's are in
 * use), each past the guard. A rate of the row that was not found again stays: the last price seen is a better guess
 * than the book's. So does the first day of a rate that has not changed, for AWS moves it every month. Repeating it
 * changes nothing.
 */
export function refreshRow(found: PriceRow, current: PriceRow | undefined, book: PriceBook, at: Instant): RefreshedRow {
  const { modelId, region, scope } = found;
  const rates: TableRate[] = [];
  const held: HeldRate[] = [];
  for (const rate of found.rates) {
    const { dimension, tier, contextSize, usdPer1000 } = rate;
    const known = current?.rates.find((other) => isSamePlace(other, rate));
    const answer = guard(found, rate, known, book, at);
    if (answer === undefined) rates.push(withFirstDay(rate, known));
    else held.push({ modelId, region, scope, dimension, tier, contextSize, toUsdPer1000: usdPer1000, ...answer });
  }
  const kept = (current?.rates ?? []).filter((rate) => !rates.some((other) => isSamePlace(other, rate)));
  const source = kept.length === 0 ? found.source : `${found.source}; some rates from before`;
  const all = [...rates, ...kept];
  return { row: all.length === 0 ? undefined : { modelId, region, scope, rates: all, source }, held };
}

/** Undefined lets it pass. A rate that the book states itself was confirmed by whoever deployed the book. */
function guard(
  key: PriceKey,
  rate: TableRate,
  known: TableRate | undefined,
  book: PriceBook,
  at: Instant,
): Pick<HeldRate, 'fromUsdPer1000' | 'reason'> | undefined {
  const ofBook = bookRate(key, rate, book, at);
  const inUse = known?.usdPer1000 ?? ofBook;
  const answer = guardRate(inUse, rate.usdPer1000, rate.dimension);
  if (answer.kind === 'accepted' || ofBook?.equals(rate.usdPer1000) === true) return undefined;
  return { fromUsdPer1000: inUse, reason: answer.reason };
}

/** As a call would be priced by the book alone: the tier's own rate, else the standard one by its factor. */
function bookRate(key: PriceKey, rate: TableRate, book: PriceBook, at: Instant): Usd | undefined {
  const { modelId, region, scope } = key;
  const { dimension, tier, contextSize } = rate;
  const own = book.rates({ modelId, region, scope, tier, contextSize }, at).get(dimension);
  if (own !== undefined || tier === 'standard') return own?.usdPer1000;
  const standard = book.rates({ modelId, region, scope, tier: 'standard', contextSize }, at).get(dimension);
  return standard === undefined ? undefined : scaleUsd(standard.usdPer1000, book.tierFactor(tier).factor);
}

function isSamePlace(left: TableRate, right: TableRate): boolean {
  return left.dimension === right.dimension && left.tier === right.tier && left.contextSize === right.contextSize;
}

function withFirstDay(rate: TableRate, known: TableRate | undefined): TableRate {
  const isUnchanged = known?.usdPer1000.equals(rate.usdPer1000) === true && known.effectiveFrom < rate.effectiveFrom;
  return isUnchanged ? known : rate;
}
