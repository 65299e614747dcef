import type { KnownRate } from './dearestRates.js';
import { costOfUnits, type Usd } from '../money.js';
import type { Dimension } from '../invocations/usage.js';

export interface CostLine {
  readonly dimension: Dimension;
  /** Units consumed. */
  readonly amount: number;
  readonly usdPer1000: Usd;
  readonly costUsd: Usd;
  /** Key into the sources of the price book, with the tier factor that was applied, if any. */
  readonly source: string;
  readonly effectiveFrom: string;
}

export function costLine(dimension: Dimension, amount: number, rate: KnownRate): CostLine {
  const costUsd = costOfUnits(amount, rate.usdPer1000);
  return {
    dimension,
    amount,
    usdPer1000: rate.usdPer1000,
    costUsd,
    source: rate.source,
    effectiveFrom: rate.effectiveFrom,
  };
}
