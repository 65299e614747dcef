import { parseDay, type Instant } from './instant.js';
import type { Usd } from './money.js';
import type { KnownRate, KnownRates, PriceBook, RateKey } from './priceBook.js';
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
}

/** The rates of one model in one Region and scope, as the Pricing table holds them. */
export interface PriceRow extends PriceKey {
  readonly rates: readonly TableRate[];
  readonly source: string;
  /** First day of these rates, `YYYY-MM-DD`; before it the price book's own hold. */
  readonly effectiveFrom: string;
}

/** A price book in which the rates of rows go before its own, rate by rate. */
export function withPriceRows(book: PriceBook, rowOf: (key: PriceKey) => PriceRow | undefined): PriceBook {
  const merged = new Map<string, { readonly row: PriceRow; readonly base: KnownRates; readonly rates: KnownRates }>();
  return {
    ...book,
    rates: (key, at) => {
      const base = book.rates(key, at);
      const row = rowOf(key);
      if (row === undefined || at < startOf(row)) return base;
      const id = [key.modelId, key.region, key.scope, key.tier, key.contextSize].join('|');
      const known = merged.get(id);
      if (known?.row === row && known.base === base) return known.rates;
      const rates = new Map([...base, ...ratesOf(row, key)]);
      merged.set(id, { row, base, rates });
      return rates;
    },
  };
}

function startOf(row: PriceRow): Instant {
  return parseDay(row.effectiveFrom) ?? Number.NEGATIVE_INFINITY;
}

function ratesOf(
  { rates, source, effectiveFrom }: PriceRow,
  key: RateKey,
): readonly (readonly [Dimension, KnownRate])[] {
  return rates
    .filter(({ tier, contextSize }) => tier === key.tier && contextSize === key.contextSize)
    .map(({ dimension, usdPer1000 }) => [dimension, { usdPer1000, source, effectiveFrom }] as const);
}
