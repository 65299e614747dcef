import { rateOfModel, type Call, type PricingInput } from './callRates.js';
import type { KnownRates } from './dearestRates.js';
import { isMoreThan } from '../money.js';
import {
  hasGuardrailUnits,
  hasUsage,
  MODEL_DIMENSIONS,
  NO_USAGE,
  type Dimension,
  type Doubt,
  type Usage,
} from '../invocations/usage.js';
import type { ModelPrices } from './priceBookData.js';
import type { Modality } from '../invocations/modelReference.js';

/** By which dimensions AWS bills a model of each modality (Amazon Bedrock pricing page). */
const BILLED_BY: Readonly<Record<Modality, readonly Dimension[]>> = {
  text: ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWrite5mTokens', 'cacheWrite1hTokens'],
  embedding: ['inputTokens', 'images', 'videoSeconds'],
  speech: ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWrite5mTokens', 'cacheWrite1hTokens'],
  image: ['images'],
  video: ['videoSeconds'],
  rerank: ['searchUnits'],
  guardrail: [],
};

interface Units {
  readonly dimension: Dimension;
  readonly units: number;
}

/** What a successful call is billed at least where the record does not count it (the body is in S3 or not logged). */
const MIN_UNITS: Readonly<Partial<Record<Modality, Units>>> = {
  image: { dimension: 'images', units: 1 },
  video: { dimension: 'videoSeconds', units: 6 },
  rerank: { dimension: 'searchUnits', units: 1 },
};

export interface BilledUsage {
  readonly usage: Usage;
  readonly assumptions: readonly string[];
}

/**
 * What of a call's usage is billed. Of a model in the book, the amounts of its modality; of any other all that was
 * counted, whatever its name says. A unit that the record does not count is assumed, unless a guardrail answered in the
 * model's place.
 */
export function billedUsage(
  modality: Modality,
  { usage, doubts }: Counted,
  model: ModelPrices | undefined,
): BilledUsage {
  const billed: Record<Dimension, number> = { ...NO_USAGE };
  const dimensions = model === undefined ? MODEL_DIMENSIONS : BILLED_BY[modality];
  for (const dimension of dimensions) billed[dimension] = usage[dimension];
  const least = leastUnits(modality, model);
  const isBlocked = hasGuardrailUnits(usage) && doubts.length === 0;
  if (least === undefined || isBlocked || hasUsage(billed)) return { usage: billed, assumptions: [] };
  billed[least.dimension] = least.units;
  return { usage: billed, assumptions: [`${least.dimension}: not in the record, ${least.units} assumed`] };
}

type Counted = Pick<PricingInput, 'usage' | 'doubts'>;

/** The doubts that matter to a bill: an embedding has no output tokens, an image no tokens at all. */
export function doubtsOf(modality: Modality, { doubts }: Counted): readonly Doubt[] {
  if (modality === 'text' || modality === 'speech') return doubts.filter((doubt) => doubt !== 'media-by-request');
  if (modality === 'embedding') return doubts.filter((doubt) => doubt !== 'output-not-counted');
  return [];
}

/** A text embedding without tokens embedded nothing; a model that embeds images too, or may do so, has embedded one. */
function leastUnits(modality: Modality, model: ModelPrices | undefined): Units | undefined {
  return modality === 'embedding' && (model === undefined || model.embedsImages === true)
    ? { dimension: 'images', units: 1 }
    : MIN_UNITS[modality];
}

/** What is billed, and what the choice of a rate rests on where it makes a difference. */
export interface BilledTtl {
  readonly usage: Usage;
  readonly notes: readonly string[];
}

/**
 * Cache writes whose TTL the record does not tell are billed at the dearer of the model's two rates, or at the only one:
 * AWS sells no cache of one hour for Claude before 4.5 or for Nova. They stand among the 1h tokens of the record.
 */
export function withBilledTtl(call: Call, known: KnownRates): BilledTtl {
  const { invocation, usage } = call;
  const tokens = Math.min(invocation.unknownTtlTokens, usage.cacheWrite1hTokens);
  if (tokens === 0) return { usage, notes: [] };
  const oneHour = rateOfModel(call, 'cacheWrite1hTokens', known);
  const fiveMinutes = rateOfModel(call, 'cacheWrite5mTokens', known);
  if (fiveMinutes === undefined) return { usage, notes: [] };
  if (oneHour?.usdPer1000.equals(fiveMinutes.usdPer1000) === true) return { usage, notes: [] };
  const isOneHour = oneHour !== undefined && isMoreThan(oneHour.usdPer1000, fiveMinutes.usdPer1000);
  const isKnown = known.has(isOneHour ? 'cacheWrite1hTokens' : 'cacheWrite5mTokens');
  return {
    usage: isOneHour ? usage : { ...usage, ...fiveMinuteTokens(usage, tokens) },
    notes: isKnown ? [ttlNote(tokens, isOneHour ? '1h' : '5m')] : [],
  };
}

function fiveMinuteTokens(
  { cacheWrite5mTokens, cacheWrite1hTokens }: Usage,
  tokens: number,
): Pick<Usage, 'cacheWrite5mTokens' | 'cacheWrite1hTokens'> {
  return {
    cacheWrite5mTokens: cacheWrite5mTokens + tokens,
    cacheWrite1hTokens: cacheWrite1hTokens - tokens,
  };
}

function ttlNote(tokens: number, ttl: string): string {
  return `${tokens} cache-write tokens priced at the ${ttl} rate, the record does not tell their TTL`;
}
