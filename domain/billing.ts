import type { Modality } from './priceBookData.js';
import { hasUsage, NO_USAGE, type Dimension, type Usage } from './usage.js';

/** By which dimensions AWS bills a model of each modality (Amazon Bedrock pricing page). */
const BILLED_BY: Readonly<Record<Modality, readonly Dimension[]>> = {
  text: ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWrite5mTokens', 'cacheWrite1hTokens'],
  embedding: ['inputTokens', 'images'],
  speech: ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWrite5mTokens', 'cacheWrite1hTokens'],
  image: ['images'],
  video: ['videoSeconds'],
  rerank: ['searchUnits'],
};

interface Units {
  readonly dimension: Dimension;
  readonly units: number;
}

/** What a successful call is billed at least where the record does not count it (the body is in S3 or not logged). */
const LEAST_UNITS: Readonly<Partial<Record<Modality, Units>>> = {
  image: { dimension: 'images', units: 1 },
  video: { dimension: 'videoSeconds', units: 6 },
  rerank: { dimension: 'searchUnits', units: 1 },
};

export interface BilledUsage {
  readonly usage: Usage;
  readonly assumptions: readonly string[];
}

/**
 * Keeps the amounts that a model of this modality is billed by; a unit that the record does not count is assumed.
 * `isBilledOtherwise` says that the model is billed by something that records do not tell.
 */
export function billedUsage(modality: Modality, usage: Usage, isBilledOtherwise: boolean): BilledUsage {
  const billed: Record<Dimension, number> = { ...NO_USAGE };
  for (const dimension of BILLED_BY[modality]) billed[dimension] = usage[dimension];
  const least = leastUnits(modality, isBilledOtherwise);
  if (least === undefined || hasUsage(billed)) return { usage: billed, assumptions: [] };
  billed[least.dimension] = least.units;
  return { usage: billed, assumptions: [`${least.dimension}: not in the record, ${least.units} assumed`] };
}

/** For a model that the book does not know: nothing that was counted is taken for free because of its name. */
export function billedUsageOfUnknown(modality: Modality, usage: Usage): BilledUsage {
  return hasUsage(usage) ? { usage, assumptions: [] } : billedUsage(modality, usage, false);
}

/** A text embedding without tokens embedded nothing; a model that embeds images too has embedded one. */
function leastUnits(modality: Modality, isBilledOtherwise: boolean): Units | undefined {
  return modality === 'embedding' && isBilledOtherwise ? { dimension: 'images', units: 1 } : LEAST_UNITS[modality];
}

/** For models that the price book does not know: what their name says they answer with. */
export function guessModality(modelId: string): Modality {
  const hints: readonly (readonly [RegExp, Modality])[] = [
    [/embed/, 'embedding'],
    [/rerank/, 'rerank'],
    [/image|canvas|diffusion|upscale|outpaint/, 'image'],
    [/reel|video|\bray\b/, 'video'],
    [/sonic|speech/, 'speech'],
  ];
  return hints.find(([pattern]) => pattern.test(modelId))?.[1] ?? 'text';
}
