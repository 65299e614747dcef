import { costLine, type CostLine } from './costLine.js';
import type { Invocation } from '../invocations/invocationLog.js';
import type { PriceBook } from './priceBook.js';
import { GUARDRAIL_DIMENSIONS } from '../invocations/usage.js';

/** What the price book calls guardrails: a model of its own, with rates of text units and images. */
const GUARDRAILS = 'amazon.bedrock-guardrails';

export interface GuardrailLines {
  readonly lines: readonly CostLine[];
  /** Why they are not plainly priced. */
  readonly reasons: readonly string[];
}

/** What guardrails evaluated of a call, by filter. */
export function guardrailLines({ usage, region, timestamp }: Invocation, book: PriceBook): GuardrailLines {
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
