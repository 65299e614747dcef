import type { Scope } from '../../domain/invocations/modelReference.js';
import type { ContextSize, ModelPrices, RowTier } from '../../domain/pricing/priceBookData.js';
import type { PriceBook } from '../../domain/pricing/priceBook.js';
import { DIMENSIONS, type Dimension } from '../../domain/invocations/usage.js';
import type { Usd } from '../../domain/money.js';

/** Where a rate is from, and since when: `effectiveFrom` is its first day, `YYYY-MM-DD`. */
export interface SourcedRate {
  readonly usdPer1000: Usd;
  readonly source: string;
  readonly effectiveFrom: string;
}

/** What tells one rate of a model from all others. */
export interface RateOf {
  readonly region: string;
  readonly scope: Scope;
  readonly tier: RowTier;
  readonly contextSize: ContextSize;
  readonly dimension: Dimension;
}

export interface Rate extends RateOf, SourcedRate {}

export function keyOfRate({ region, scope, tier, contextSize, dimension }: RateOf): string {
  return [region, scope, tier, contextSize, dimension].join('|');
}

const SCOPES = ['regional', 'global'] as const satisfies readonly Scope[];

const SIZES = ['standard', 'long'] as const satisfies readonly ContextSize[];

const TIERS = [
  'standard',
  'batch',
  'flex',
  'priority',
  'latency-optimized',
  'ultrafast',
] as const satisfies readonly RowTier[];

/** The places of one Region in the order in which they are shown. */
export function placesIn(region: string): readonly Omit<RateOf, 'dimension'>[] {
  return SCOPES.flatMap((scope) =>
    SIZES.flatMap((contextSize) => TIERS.map((tier) => ({ region, scope, tier, contextSize }))),
  );
}

/** The book's own rates of a model in some Regions, those that factors make of others left out. */
export function bookRates(
  book: PriceBook,
  { modelId }: ModelPrices,
  regions: readonly string[],
  now: number,
): readonly Rate[] {
  return regions.flatMap(placesIn).flatMap((place) => {
    const rates = book.rates({ ...place, modelId }, now);
    return DIMENSIONS.flatMap((dimension) => {
      const rate = rates.get(dimension);
      return rate === undefined ? [] : [{ ...place, dimension, ...rate }];
    });
  });
}
