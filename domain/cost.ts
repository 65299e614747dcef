import type { Invocation } from './invocationLog.js';
import { addUsd, costOfUnits, isMoreThan, scaleUsd, ZERO_USD, type Usd } from './money.js';
import type { KnownRate, KnownRates, PriceBook, RateKey } from './priceBook.js';
import type { ModelReference } from './modelReference.js';
import type { ContextSize, Modality, ModelPrices, Scope, Tier } from './priceBookData.js';
import { DIMENSIONS, hasUsage, promptTokens, type Dimension, type Usage } from './usage.js';
import { billedUsage, billedUsageOfUnknown, guessModality } from './billing.js';

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
  const reasons = [...unpricedReasons(subject, standIns), ...billed.assumptions];
  return {
    status: reasons.length > 0 ? 'provisional' : 'priced',
    usage: billed.usage,
    lines,
    costUsd,
    reasons,
    notes: [...ttlNote(invocation), ...longContextNote(subject)],
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

/** The model's rates where and when it was called, at the size of its prompt. */
function knownRates(subject: Subject): KnownRates {
  const { prices, usage } = subject;
  const threshold = prices?.longContextAboveTokens;
  if (threshold !== undefined) return ratesAt(subject, promptTokens(usage) > threshold ? 'long' : 'standard');
  const standard = ratesAt(subject, 'standard');
  return isLongByAssumption(subject) ? dearerRates(standard, ratesAt(subject, 'long')) : standard;
}

/** AWS's usual threshold; holds where the Price List has long-context rates of a model and the book no threshold. */
const USUAL_LONG_CONTEXT_ABOVE_TOKENS = 200_000;

function isLongByAssumption(subject: Subject): boolean {
  const { prices, usage } = subject;
  if (prices === undefined || prices.longContextAboveTokens !== undefined) return false;
  return promptTokens(usage) > USUAL_LONG_CONTEXT_ABOVE_TOKENS && ratesAt(subject, 'long').size > 0;
}

/** The tier's own rates, else the standard ones by the tier's factor. */
function ratesAt({ invocation, book, prices, tier }: Subject, contextSize: ContextSize): KnownRates {
  if (prices === undefined) return new Map();
  const scope = scopeOf(invocation.model);
  const key: RateKey = { modelId: prices.modelId, region: invocation.region, scope, tier: 'standard', contextSize };
  const standard = book.rates(key, invocation.timestamp);
  if (tier === 'standard') return standard;
  const scaled = [...standard].map(([dimension, rate]) => [dimension, tiered(book, tier, rate)] as const);
  return new Map([...scaled, ...book.rates({ ...key, tier }, invocation.timestamp)]);
}

function dearerRates(left: KnownRates, right: KnownRates): KnownRates {
  const dearer = new Map(left);
  for (const [dimension, rate] of right) {
    const other = left.get(dimension);
    if (other === undefined || isMoreThan(rate.usdPer1000, other.usdPer1000)) dearer.set(dimension, rate);
  }
  return dearer;
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

function longContextNote(subject: Subject): string[] {
  if (!isLongByAssumption(subject)) return [];
  return [
    `long-context rates above ${USUAL_LONG_CONTEXT_ABOVE_TOKENS} tokens, the usual threshold, for the book has none`,
  ];
}

function placeOf({ region, model }: Invocation): string {
  return `${region === '' ? 'an unknown Region' : region} (${scopeOf(model)})`;
}

/** Whether a call is billed at the global or, as all but global profiles are, at the regional rate. */
export function scopeOf(model: ModelReference): Scope {
  return model.kind === 'foundation' ? model.scope : 'regional';
}

function withoutLines(status: 'hourly' | 'ignored', usage: Usage, reason: string): Cost {
  return { status, usage, lines: [], costUsd: ZERO_USD, reasons: [reason], notes: [] };
}
