import type { PricingInput } from './callRates.js';
import type { KnownRate } from './dearestRates.js';
import { GUARDRAIL_DIMENSIONS, type Dimension } from '../invocations/usage.js';
import { costOfUnits, type Usd } from '../money.js';
import type { PriceBook } from './priceBook.js';

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

/** What the price book calls guardrails: a model of its own, with rates of text units and images. */
const GUARDRAILS = 'amazon.bedrock-guardrails';

export interface GuardrailLines {
  readonly lines: readonly CostLine[];
  /** Why they are not plainly priced. */
  readonly reasons: readonly string[];
}

/** What guardrails evaluated of a call, by filter. */
export function guardrailLines({ usage, region, timestamp }: PricingInput, book: PriceBook): GuardrailLines {
  const key = { modelId: GUARDRAILS, region, scope: 'regional', tier: 'standard', contextSize: 'standard' } as const;
  const known = book.rates(key, timestamp);
  const used = GUARDRAIL_DIMENSIONS.filter((dimension) => usage[dimension] > 0);
  const standIns = used.filter((dimension) => !known.has(dimension));
  const place = { region, tiers: ['standard'] } as const;
  return {
    lines: used.map((dimension) => {
      const rate = known.get(dimension) ?? book.dearest('amazon', dimension, place);
      return costLine(dimension, usage[dimension], rate);
    }),
    reasons:
      standIns.length === 0
        ? []
        : [`no rate for ${standIns.join(', ')} in ${region === '' ? 'an unknown Region' : region}`],
  };
}
