import { parseDay, startOfUtcDay, type Instant } from '../instant.js';
import type { Usd } from '../money.js';
import type { KnownRates, PriceBook, RateKey } from '../pricing/priceBook.js';
import type { ContextSize } from '../pricing/priceBookData.js';
import type { Dimension } from '../invocations/usage.js';
import type { Tier } from '../invocations/serviceTier.js';
import type { Scope } from '../invocations/modelReference.js';

/** What a row of the Pricing table is about. */
export interface PriceKey {
  readonly modelId: string;
  readonly region: string;
  readonly scope: Scope;
}

/** Which of a row's rates. */
export interface RatePlace {
  readonly dimension: Dimension;
  readonly tier: Tier;
  readonly contextSize: ContextSize;
}

/** A rate and its first day, `YYYY-MM-DD`. */
export interface DatedRate {
  readonly usdPer1000: Usd;
  readonly effectiveFrom: string;
}

export interface TableRate extends RatePlace, DatedRate {
  /** What the rate was before, newest first. */
  readonly earlier?: readonly DatedRate[];
  /** The last rate that the book or a person vouched for, else the first one seen: what the guard compares with. */
  readonly anchorUsdPer1000?: Usd;
}

/** A rate that a person vouches for, by an edit of the Pricing table. */
export interface Approval extends RatePlace {
  readonly usdPer1000: Usd;
  /** The day on which it was given; a later book that states the rate takes its place. */
  readonly on: string;
}

/** The rates of one model in one Region and scope, as the Pricing table holds them. */
export interface PriceRow extends PriceKey {
  readonly rates: readonly TableRate[];
  readonly source: string;
  readonly approvals?: readonly Approval[];
}

export function isSamePlace(left: RatePlace, right: RatePlace): boolean {
  return left.dimension === right.dimension && left.tier === right.tier && left.contextSize === right.contextSize;
}

/**
 * A price book in which the rates of rows go before its own, rate by rate: of each the one in force on the day of the
 * call. Before the first day that a row knows, its rate only holds where the book has none.
 */
export function withPriceRows(book: PriceBook, rowOf: (key: PriceKey) => PriceRow | undefined): PriceBook {
  const merged = new WeakMap<PriceRow, Merged>();
  return {
    ...book,
    rates: (key, at) => {
      const row = rowOf(key);
      if (row === undefined) return book.rates(key, at);
      const { tier, contextSize } = key;
      const day = startOfUtcDay(at);
      const known = merged.get(row);
      if (known?.day === day && known.tier === tier && known.contextSize === contextSize) return known.rates;
      const rates = merge(book.rates(key, day), row, key, day);
      merged.set(row, { tier, contextSize, day, rates });
      return rates;
    },
  };
}

/** The last answer of a row: most calls of a batch ask for the same one. Rates change at midnight, the book's too. */
interface Merged extends Pick<RateKey, 'tier' | 'contextSize'> {
  readonly day: Instant;
  readonly rates: KnownRates;
}

function merge(base: KnownRates, { rates, source }: PriceRow, key: RateKey, day: Instant): KnownRates {
  const merged = new Map(base);
  for (const { dimension, tier, contextSize, earlier = [], ...current } of rates) {
    if (tier !== key.tier || contextSize !== key.contextSize) continue;
    const oldest = earlier.at(-1) ?? current;
    const inForce = [current, ...earlier].find((rate) => firstInstant(rate) <= day);
    const { usdPer1000, effectiveFrom } = inForce ?? oldest;
    if (inForce !== undefined || !base.has(dimension)) merged.set(dimension, { usdPer1000, source, effectiveFrom });
  }
  return merged;
}

/** A first day that cannot be read is long past. */
function firstInstant({ effectiveFrom }: DatedRate): Instant {
  return parseDay(effectiveFrom) ?? Number.NEGATIVE_INFINITY;
}
