import { billedUsage, doubtsOf, withBilledTtl } from './billing.js';
import { knownRates, longContextNotes, scopeOf, standInRate, type Call, type PricingInput } from './callRates.js';
import { costLine, guardrailLines, type CostLine } from './costLines.js';
import {
  DIMENSIONS,
  DOUBTS,
  hasGuardrailUnits,
  hasUsage,
  type Dimension,
  type Doubt,
  type Usage,
} from '../invocations/usage.js';
import { guessModality } from '../invocations/modelReference.js';
import { addUsd, ZERO_USD, type Usd } from '../money.js';
import type { PriceBook } from './priceBook.js';

export { scopeOf } from './callRates.js';
export type { CostLine } from './costLines.js';

/** The list-price cost of one call with its proof: the lines add up to `costUsd`. */
export interface Cost {
  /**
   * `priced`: every rate is known. `provisional`: some rate or amount is not, the dearest comparable one stands in.
   * `hourly`: billed by existence, not by call, cost 0. `ignored`: nothing was consumed, so nothing was billed.
   * `uncounted`: the call succeeded and nothing tells what it consumed, so that it has no price.
   */
  readonly status: 'priced' | 'provisional' | 'hourly' | 'ignored' | 'uncounted';
  /** What was billed: amounts of dimensions that the model is not billed by are 0. */
  readonly usage: Usage;
  readonly lines: readonly CostLine[];
  readonly costUsd: Usd;
  /** Why it is not plainly priced. */
  readonly reasons: readonly string[];
  /** What was assumed in the price of a plainly priced call too. */
  readonly notes: readonly string[];
  /** Those of the record's doubts that matter to this cost; they are among the reasons. */
  readonly doubts: readonly Doubt[];
}

/** Prices a call. Total: there is no usage without a price, but for what is billed by the hour. */
export function costOf(invocation: PricingInput, book: PriceBook): Cost {
  const cost = modelCostOf(invocation, book);
  return hasGuardrailUnits(invocation.usage) ? withGuardrails(cost, invocation, book) : cost;
}

function modelCostOf(invocation: PricingInput, book: PriceBook): Cost {
  const { model, tier } = invocation;
  if (model.kind === 'hourly')
    return withoutLines('hourly', invocation.usage, `${model.resource} is billed by the hour`);
  if (tier === 'reserved') return withoutLines('hourly', invocation.usage, 'the reserved tier is billed by the hour');

  const modelId = model.kind === 'foundation' ? model.modelId : (model.baseModelId ?? model.resource);
  const prices = book.model(modelId);
  const modality = prices?.modality ?? guessModality(modelId);
  const billed = billedUsage(modality, invocation, prices);
  const doubts = doubtsOf(modality, invocation);
  if (!hasUsage(billed.usage)) return withoutUsage(billed.usage, doubts);

  return costOfBilled({ invocation, tier, book, prices, modelId, usage: billed.usage }, billed.assumptions, doubts);
}

function costOfBilled(call: Call, assumptions: readonly string[], doubts: readonly Doubt[]): Cost {
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
  const reasons = unpricedReasons(call, standIns);
  reasons.push(...assumptions);
  for (const doubt of doubts) reasons.push(DOUBTS[doubt]);
  const status = reasons.length > 0 ? 'provisional' : 'priced';
  return { status, usage, lines, costUsd, reasons, notes: [...notes, ...longContextNotes(call)], doubts };
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

function placeOf({ region, model }: PricingInput): string {
  return `${region === '' ? 'an unknown Region' : region} (${scopeOf(model)})`;
}

/** A record that states zeros is believed; one that states nothing is not. */
function withoutUsage(usage: Usage, doubts: readonly Doubt[]): Cost {
  const isCounted = !doubts.includes('input-not-counted') && !doubts.includes('output-not-counted');
  return isCounted
    ? withoutLines('ignored', usage, 'no usage')
    : withoutLines('uncounted', usage, 'a successful call of which neither the record nor its body counts the tokens');
}

function withoutLines(status: 'hourly' | 'ignored' | 'uncounted', usage: Usage, reason: string): Cost {
  return { status, usage, lines: [], costUsd: ZERO_USD, reasons: [reason], notes: [], doubts: [] };
}

/** Adds what guardrails evaluated, which is billed beside whatever the model is. */
function withGuardrails(cost: Cost, invocation: PricingInput, book: PriceBook): Cost {
  const { lines, reasons } = guardrailLines(invocation, book);
  const isOpen = reasons.length > 0 || cost.status === 'provisional' || cost.status === 'uncounted';
  const usage = { ...cost.usage };
  for (const { dimension, amount } of lines) usage[dimension] = amount;
  return {
    ...cost,
    status: isOpen ? 'provisional' : 'priced',
    usage,
    lines: [...cost.lines, ...lines],
    costUsd: lines.reduce((sum, line) => addUsd(sum, line.costUsd), cost.costUsd),
    reasons: isOpen ? [...cost.reasons, ...reasons] : [],
    notes: !isOpen && cost.status === 'hourly' ? cost.reasons : cost.notes,
  };
}
