import { required } from './datedRates.js';
import { dearestRate, scaledRate, type KnownRate, type KnownRates, type Place } from './dearestRates.js';
import { parseDay } from '../instant.js';
import type { Invocation } from '../invocations/invocationLog.js';
import type { ModelReference, Scope } from '../invocations/modelReference.js';
import { isMoreThan } from '../money.js';
import type { PriceBook, RateKey } from './priceBook.js';
import { ROW_TIERS, type ContextSize, type ModelPrices, type RowTier } from './priceBookData.js';
import { providerOf } from './standIns.js';
import { DIMENSIONS, promptTokens, type Dimension, type Usage } from '../invocations/usage.js';
import type { Tier } from '../invocations/serviceTier.js';

/** What the cost of a call depends on. */
export type PricingInput = Pick<
  Invocation,
  'timestamp' | 'region' | 'model' | 'tier' | 'unknownTier' | 'usage' | 'doubts' | 'unknownTtlTokens'
>;

/** A call that is billed by what it consumed. */
export interface Call {
  readonly invocation: PricingInput;
  readonly tier: Tier;
  readonly book: PriceBook;
  /** Undefined for a model that is not in the book. */
  readonly prices: ModelPrices | undefined;
  readonly modelId: string;
  readonly usage: Usage;
}

/** AWS's usual threshold: where the Price List has long-context rates of a model and the book no threshold. */
const USUAL_LONG_CONTEXT_ABOVE_TOKENS = 200_000;

/** The model's rates where and when it was called, at the size of its prompt. */
export function knownRates(call: Call): KnownRates {
  const { prices } = call;
  if (prices === undefined) return new Map();
  const long = isLongByAssumption(call) ? [ratesOfSize(call, prices, 'long')] : [];
  return dearestRates([ratesOfSize(call, prices, isLongContext(call, prices) ? 'long' : 'standard'), ...long]);
}

/** What the rates of a call rest on that the book does not say. */
export function longContextNotes(call: Call): readonly string[] {
  const threshold = USUAL_LONG_CONTEXT_ABOVE_TOKENS;
  return isLongByAssumption(call)
    ? [`long-context rates above ${threshold} tokens, the usual threshold, for the book has none`]
    : [];
}

function isLongByAssumption(call: Call): boolean {
  const { prices, usage } = call;
  if (prices === undefined || prices.longContextAboveTokens !== undefined) return false;
  return promptTokens(usage) > USUAL_LONG_CONTEXT_ABOVE_TOKENS && ratesOfSize(call, prices, 'long').size > 0;
}

/**
 * The tier's own rates, else the standard ones by the tier's factor. A tier whose name is not known could be any: the
 * dearest of all counts.
 */
function ratesOfSize(call: Call, { modelId }: ModelPrices, contextSize: ContextSize): KnownRates {
  const { invocation, book } = call;
  const { region, model, timestamp, unknownTier } = invocation;
  const key: RateKey = { modelId, region, scope: scopeOf(model), tier: 'standard', contextSize };
  const standard = book.rates(key, timestamp);
  const ratesOf = (tier: RowTier): KnownRates =>
    tier === 'standard'
      ? standard
      : new Map([...scaledRates(standard, tier, book), ...book.rates({ ...key, tier }, timestamp)]);
  const rates = unknownTier === undefined ? ratesOf(call.tier) : dearestRates(tiersOf(call).map(ratesOf));
  return mayBeCheaper(call.tier, contextSize) ? rates : notBelow(rates, plainRates(call, key));
}

/** Batch and flex are sold at a discount; a long prompt at standard context is the standard rate itself. */
function mayBeCheaper(tier: Tier, contextSize: ContextSize): boolean {
  return contextSize === 'standard' && tier !== 'priority' && tier !== 'latency-optimized';
}

function plainRates({ book, tier, invocation: { timestamp } }: Call, key: RateKey): KnownRates {
  const plain = book.rates({ ...key, tier: 'standard', contextSize: 'standard' }, timestamp);
  return tier === 'batch' || tier === 'flex' ? scaledRates(plain, tier, book) : plain;
}

/** The Price List may raise the standard rate before it, or the book, names what follows from it. */
function notBelow(rates: KnownRates, floor: KnownRates): KnownRates {
  return new Map(
    [...rates].map(([dimension, rate]) => {
      const least = floor.get(dimension);
      return [dimension, least !== undefined && isMoreThan(least.usdPer1000, rate.usdPer1000) ? least : rate];
    }),
  );
}

/** The rate that stands in for one that is not known: never cheaper than any that it could be, and never zero (decision 13). */
export function standInRate(call: Call, dimension: Dimension, known: KnownRates): KnownRate {
  const { book, prices, modelId } = call;
  const ofModel = prices === undefined ? undefined : standInOfModel(call, prices, dimension, known);
  if (ofModel !== undefined && !ofModel.usdPer1000.isZero()) return ofModel;
  const dearest = book.dearest(providerOf(modelId), dimension, placeOf(call));
  const uncached = dimension === 'cacheReadTokens' ? known.get('inputTokens') : undefined;
  // What the tokens cost without a cache is the most that reading them from one can cost.
  return uncached !== undefined && isMoreThan(dearest.usdPer1000, uncached.usdPer1000) ? uncached : dearest;
}

/** The model's rate of a dimension where it was called, else the dearest one that it has anywhere. */
export function rateOfModel(call: Call, dimension: Dimension, known: KnownRates): KnownRate | undefined {
  const { book, modelId, prices } = call;
  return known.get(dimension) ?? book.dearestOfModel(prices?.modelId ?? modelId, dimension, placeOf(call));
}

/** Whether a call is billed at the global or, as all but global profiles are, at the regional rate. */
export function scopeOf(model: ModelReference): Scope {
  return model.kind === 'foundation' ? model.scope : 'regional';
}

/**
 * For a cache write, the model's rate of the other TTL or else the dearest of its maker counts as well, and in no case
 * less than what the tokens cost without a cache.
 */
function standInOfModel(
  call: Call,
  { modelId }: ModelPrices,
  dimension: Dimension,
  known: KnownRates,
): KnownRate | undefined {
  const place = placeOf(call);
  const ofModel = call.book.dearestOfModel(modelId, dimension, place);
  if (dimension !== 'cacheWrite5mTokens' && dimension !== 'cacheWrite1hTokens') return ofModel;
  const otherTtl = dimension === 'cacheWrite5mTokens' ? 'cacheWrite1hTokens' : 'cacheWrite5mTokens';
  const write =
    ofModel ?? rateOfModel(call, otherTtl, known) ?? call.book.dearestOfMaker(providerOf(modelId), dimension, place);
  return dearestRate([write, rateOfModel(call, 'inputTokens', known)].filter((rate) => rate !== undefined));
}

function isLongContext({ invocation, usage }: Call, prices: ModelPrices): boolean {
  const { modelId, longContextAboveTokens: threshold, longContextSince } = prices;
  if (threshold === undefined || promptTokens(usage) <= threshold) return false;
  if (longContextSince === undefined) return true;
  const since = required(parseDay(longContextSince), `price book: ${modelId} longContextSince: not a day`);
  return since <= invocation.timestamp;
}

function tiersOf({ invocation, tier }: Call): readonly RowTier[] {
  return invocation.unknownTier === undefined ? [tier] : ROW_TIERS;
}

function placeOf(call: Call): Place {
  return { region: call.invocation.region, tiers: tiersOf(call) };
}

function scaledRates(rates: KnownRates, tier: RowTier, book: PriceBook): KnownRates {
  if (tier === 'standard' || tier === 'ultrafast') return new Map();
  const factor = book.tierFactor(tier);
  return new Map([...rates].map(([dimension, rate]) => [dimension, scaledRate(rate, factor)]));
}

function dearestRates(all: readonly KnownRates[]): KnownRates {
  const [first] = all;
  if (first !== undefined && all.length === 1) return first;
  const dearest = new Map<Dimension, KnownRate>();
  for (const dimension of DIMENSIONS) {
    const rate = dearestRate(all.map((rates) => rates.get(dimension)).filter((known) => known !== undefined));
    if (rate !== undefined) dearest.set(dimension, rate);
  }
  return dearest;
}
