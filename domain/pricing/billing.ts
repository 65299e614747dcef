import type { Doubt } from '../invocations/doubts.js';
import type { Invocation } from '../invocations/invocationLog.js';
import type { ModelPrices } from './priceBookData.js';
import {
  hasGuardrailUnits,
  hasUsage,
  MODEL_DIMENSIONS,
  NO_USAGE,
  type Dimension,
  type Usage,
} from '../invocations/usage.js';
import type { Modality } from '../invocations/modality.js';

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

type Counted = Pick<Invocation, 'usage' | 'doubts'>;

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
