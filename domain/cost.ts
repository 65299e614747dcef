import { billedUsage, billedUsageOfUnknown, guessModality } from './billing.js';
import { knownRates, scopeOf, standInRate, type Call } from './callRates.js';
import type { Invocation } from './invocationLog.js';
import type { KnownRate } from './dearestRates.js';
import { addUsd, costOfUnits, ZERO_USD, type Usd } from './money.js';
import type { PriceBook } from './priceBook.js';
import { withBilledTtl } from './cacheTtl.js';
import { DIMENSIONS, hasUsage, type Dimension, type Usage } from './usage.js';

export { scopeOf } from './callRates.js';

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

/** The list-price cost of one invocation with its proof: the lines add up to `costUsd`. */
export interface Cost {
  /**
   * `priced`: every rate is known. `provisional`: some rate or amount is not, the dearest comparable one stands in.
   * `hourly`: billed by existence, not by call, cost 0. `ignored`: nothing was consumed, so nothing was billed.
   */
  readonly status: 'priced' | 'provisional' | 'hourly' | 'ignored';
  /** What was billed: amounts of dimensions that the model is not billed by are 0. */
  readonly usage: Usage;
  readonly lines: readonly CostLine[];
  readonly costUsd: Usd;
  /** Why it is not plainly priced. */
  readonly reasons: readonly string[];
  /** What was assumed in the price of a plainly priced call too. */
  readonly notes: readonly string[];
}

/** Prices an invocation. Total: there is no usage without a price, but for what is billed by the hour. */
export function costOf(invocation: Invocation, book: PriceBook): Cost {
  const { model, tier } = invocation;
  if (model.kind === 'hourly')
    return withoutLines('hourly', invocation.usage, `${model.resource} is billed by the hour`);
  if (tier === 'reserved') return withoutLines('hourly', invocation.usage, 'the reserved tier is billed by the hour');

  const modelId = model.kind === 'foundation' ? model.modelId : (model.baseModelId ?? model.resource);
  const prices = book.model(modelId);
  const modality = prices?.modality ?? guessModality(modelId);
  const billed =
    prices === undefined
      ? billedUsageOfUnknown(modality, invocation.usage)
      : billedUsage(modality, invocation.usage, prices.unpricedReason !== undefined);
  if (!hasUsage(billed.usage)) return withoutLines('ignored', billed.usage, 'no usage');

  return costOfBilled({ invocation, tier, book, prices, modelId, usage: billed.usage }, billed.assumptions);
}

function costOfBilled(call: Call, assumptions: readonly string[]): Cost {
  const known = knownRates(call);
  const { usage, notes } = withBilledTtl(call, known);
  const lines: CostLine[] = [];
  const standIns: Dimension[] = [];
  let costUsd = ZERO_USD;
  for (const dimension of DIMENSIONS) {
    const amount = usage[dimension];
    if (amount === 0) continue;
    const own = known.get(dimension);
    if (own === undefined) standIns.push(dimension);
    const line = costLine(dimension, amount, own ?? standInRate(call, dimension, known));
    costUsd = addUsd(costUsd, line.costUsd);
    lines.push(line);
  }
  const reasons = [...unpricedReasons(call, standIns), ...assumptions];
  const status = reasons.length > 0 ? 'provisional' : 'priced';
  return { status, usage, lines, costUsd, reasons, notes };
}

function costLine(dimension: Dimension, amount: number, rate: KnownRate): CostLine {
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

/** `standIns`: dimensions for which no rate of this model is known where the call was made, so that another stands in. */
function unpricedReasons({ invocation, prices, modelId }: Call, standIns: readonly Dimension[]): string[] {
  const { model, unknownTier } = invocation;
  const reasons: string[] = [];
  if (model.kind === 'opaque') reasons.push(`${model.resource} does not tell its model`);
  else if (prices === undefined) reasons.push(`${modelId} is not in the price book`);
  else if (standIns.length > 0)
    reasons.push(`no rate for ${standIns.join(', ')} of ${modelId} in ${placeOf(invocation)}`);
  if (prices?.unpricedReason !== undefined) reasons.push(prices.unpricedReason);
  if (unknownTier !== undefined) reasons.push(`service tier ${unknownTier} is not known, priced as the dearest tier`);
  return reasons;
}

function placeOf({ region, model }: Invocation): string {
  return `${region === '' ? 'an unknown Region' : region} (${scopeOf(model)})`;
}

function withoutLines(status: 'hourly' | 'ignored', usage: Usage, reason: string): Cost {
  return { status, usage, lines: [], costUsd: ZERO_USD, reasons: [reason], notes: [] };
}
