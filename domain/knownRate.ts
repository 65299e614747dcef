import type { Usd } from './money.js';
import type { Dimension } from './usage.js';

/** A rate with what proves it. */
export interface KnownRate {
  readonly usdPer1000: Usd;
  readonly source: string;
  /** First day of the rate, `YYYY-MM-DD`. */
  readonly effectiveFrom: string;
}

export type KnownRates = ReadonlyMap<Dimension, KnownRate>;
