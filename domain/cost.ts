import type { Invocation } from './invocationLog.js';
import { addUsd, costOfUnits, scaleUsd, ZERO_USD, type Usd } from './money.js';
import type { KnownRate, KnownRates, PriceBook, RateKey } from './priceBook.js';
import type { ModelReference } from './modelReference.js';
import type { Modality, ModelPrices, Scope, Tier } from './priceBookData.js';
import {
  DIMENSIONS,
  GUARDRAIL_DIMENSIONS,
  hasGuardrailUnits,
  hasUsage,
  promptTokens,
  type Dimension,
  type Usage,
} from './usage.js';
import { billedUsage, doubtsOf } from './billing.js';
import { guessModality } from './modality.js';
import { DOUBTS, type Doubt } from './doubts.js';

/** What the price book calls guardrails: a model of its own, with rates of text units and images. */
const GUARDRAILS = 'amazon.bedrock-guardrails';

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

/** Prices an invocation. Total: there is no usage without a price, but for what is billed by the hour. */
export function costOf(invocation: Invocation, book: PriceBook): Cost {
  const cost = modelCostOf(invocation, book);
  return hasGuardrailUnits(invocation.usage) ? withGuardrails(cost, invocation, book) : cost;
}

function modelCostOf(invocation: Invocation, book: PriceBook): Cost {
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

  const subject = { invocation, book, prices, modelId, modality, tier, usage: billed.usage };
  const known = knownRates(subject);
  const lines: CostLine[] = [];
  const standIns: Dimension[] = [];
  let costUsd = ZERO_USD;
  for (const dimension of DIMENSIONS) {
    const amount = billed.usage[dimension];
    if (amount === 0) continue;
    const own = known.get(dimension);
    if (own === undefined) standIns.push(dimension);
    const line = costLine(dimension, amount, own ?? tiered(book, tier, standInRate(subject, dimension)));
    costUsd = addUsd(costUsd, line.costUsd);
    lines.push(line);
  }
  const reasons = [
    ...unpricedReasons(subject, standIns),
    ...billed.assumptions,
    ...doubts.map((doubt) => DOUBTS[doubt]),
  ];
  return {
    status: reasons.length > 0 ? 'provisional' : 'priced',
    usage: billed.usage,
    lines,
    costUsd,
    reasons,
    notes: ttlNote(invocation),
    doubts,
  };
}

interface Subject {
  readonly invocation: Invocation;
  readonly book: PriceBook;
  readonly prices: ModelPrices | undefined;
  readonly modelId: string;
  readonly modality: Modality;
  readonly tier: Tier;
  readonly usage: Usage;
}

/** The model's rates where and when it was called: the tier's own, else the standard ones by the tier's factor. */
function knownRates({ invocation, book, prices, tier, usage }: Subject): KnownRates {
  if (prices === undefined) return new Map();
  const threshold = prices.longContextAboveTokens;
  const key: RateKey = {
    modelId: prices.modelId,
    region: invocation.region,
    scope: scopeOf(invocation.model),
    tier: 'standard',
    contextSize: threshold !== undefined && promptTokens(usage) > threshold ? 'long' : 'standard',
  };
  const standard = book.rates(key, invocation.timestamp);
  if (tier === 'standard') return standard;
  const scaled = [...standard].map(([dimension, rate]) => [dimension, tiered(book, tier, rate)] as const);
  return new Map([...scaled, ...book.rates({ ...key, tier }, invocation.timestamp)]);
}

function standInRate({ book, prices, modelId, modality }: Subject, dimension: Dimension): KnownRate {
  const ofModel = prices === undefined ? undefined : book.dearestOfModel(prices.modelId, dimension);
  return ofModel ?? book.dearest(modelId.split('.', 1).join(), modality, dimension);
}

function tiered(book: PriceBook, tier: Tier, rate: KnownRate): KnownRate {
  if (tier === 'standard') return rate;
  const { factor, source } = book.tierFactor(tier);
  return { ...rate, usdPer1000: scaleUsd(rate.usdPer1000, factor), source: `${rate.source} × ${source}` };
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
function unpricedReasons({ invocation, prices, modelId }: Subject, standIns: readonly Dimension[]): string[] {
  const { model, unknownTier } = invocation;
  const reasons: string[] = [];
  if (model.kind === 'opaque') reasons.push(`${model.resource} does not tell its model`);
  else if (prices === undefined) reasons.push(`${modelId} is not in the price book`);
  else if (standIns.length > 0)
    reasons.push(`no rate for ${standIns.join(', ')} of ${modelId} in ${placeOf(invocation)}`);
  if (prices?.unpricedReason !== undefined) reasons.push(prices.unpricedReason);
  if (unknownTier !== undefined) reasons.push(`service tier ${unknownTier} is not known, priced as standard`);
  return reasons;
}

function ttlNote({ unknownTtlTokens }: Invocation): string[] {
  if (unknownTtlTokens === 0) return [];
  return [`${unknownTtlTokens} cache-write tokens priced at the 1h rate, the record does not tell their TTL`];
}

function placeOf({ region, model }: Invocation): string {
  return `${region === '' ? 'an unknown Region' : region} (${scopeOf(model)})`;
}

/** Whether a call is billed at the global or, as all but global profiles are, at the regional rate. */
export function scopeOf(model: ModelReference): Scope {
  return model.kind === 'foundation' ? model.scope : 'regional';
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
function withGuardrails(cost: Cost, invocation: Invocation, book: PriceBook): Cost {
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

interface GuardrailLines {
  readonly lines: readonly CostLine[];
  readonly reasons: readonly string[];
}

function guardrailLines({ usage, region, timestamp }: Invocation, book: PriceBook): GuardrailLines {
  const key = { modelId: GUARDRAILS, region, scope: 'regional', tier: 'standard', contextSize: 'standard' } as const;
  const known = book.rates(key, timestamp);
  const used = GUARDRAIL_DIMENSIONS.filter((dimension) => usage[dimension] > 0);
  const standIns = used.filter((dimension) => !known.has(dimension));
  return {
    lines: used.map((dimension) => {
      const rate = known.get(dimension) ?? book.dearest('amazon', 'guardrail', dimension);
      return costLine(dimension, usage[dimension], rate);
    }),
    reasons:
      standIns.length === 0
        ? []
        : [`no rate for ${standIns.join(', ')} in ${region === '' ? 'an unknown Region' : region}`],
  };
}
