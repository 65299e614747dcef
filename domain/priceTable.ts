import { parseDay, startOfUtcDay, type Instant } from './instant.js';
import type { Usd } from './money.js';
import type { KnownRates, PriceBook, RateKey } from './priceBook.js';
import type { ContextSize, Scope, Tier } from './priceBookData.js';
import type { Dimension } from './usage.js';

/** What a row of the Pricing table is about. */
export interface PriceKey {
  readonly modelId: string;
  readonly region: string;
  readonly scope: Scope;
}

export interface TableRate {
  readonly dimension: Dimension;
  readonly tier: Tier;
  readonly contextSize: ContextSize;
  readonly usdPer1000: Usd;
  /** First day, `YYYY-MM-DD`. */
  readonly effectiveFrom: string;
}

/** The rates of one model in one Region and scope, as the Pricing table holds them. */
export interface PriceRow extends PriceKey {
  readonly rates: readonly TableRate[];
  readonly source: string;
}

/**
 * A price book in which the rates of rows go before its own, rate by rate. Before its first day a row's rate only holds
 * where the book has none.
 */
export function withPriceRows(book: PriceBook, rowOf: (key: PriceKey) => PriceRow | undefined): PriceBook {
  const merged = new Map<string, Merged>();
  return {
    ...book,
    rates: (key, at) => {
      const base = book.rates(key, at);
      const row = rowOf(key);
      if (row === undefined) return base;
      const day = startOfUtcDay(at);
      const id = [key.modelId, key.region, key.scope, key.tier, key.contextSize].join('|');
      const known = merged.get(id);
      if (known?.row === row && known.base === base && known.day === day) return known.rates;
      const rates = merge(base, row, key, day);
      merged.set(id, { row, base, day, rates });
      return rates;
    },
  };
}

/** The last answer to a key: most calls of a batch ask for the same one. */
interface Merged {
  readonly row: PriceRow;
  readonly base: KnownRates;
  readonly day: Instant;
  readonly rates: KnownRates;
}

function merge(base: KnownRates, { rates, source }: PriceRow, key: RateKey, day: Instant): KnownRates {
  const merged = new Map(base);
  for (const { dimension, tier, contextSize, usdPer1000, effectiveFrom } of rates) {
    if (tier !== key.tier || contextSize !== key.contextSize) continue;
    const isInForce = (parseDay(effectiveFrom) ?? Number.NEGATIVE_INFINITY) <= day;
    if (isInForce || !base.has(dimension)) merged.set(dimension, { usdPer1000, source, effectiveFrom });
  }
  return merged;
}
