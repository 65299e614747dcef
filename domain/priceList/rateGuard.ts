import { isMoreThan, scaleUsd, usd, type Usd } from '../money.js';
import type { Dimension } from '../invocations/usage.js';

/** Whether a rate that a price refresh found may be used. */
export type GuardAnswer = { readonly kind: 'accepted' } | { readonly kind: 'held'; readonly reason: string };

/** A refresh has moved a price elevenfold by mistake elsewhere; a real change of this size is confirmed by hand. */
const MAX_MOVED = usd('3');

/** Bounds for a rate that nothing is known to compare with, in USD per 1,000 units: 0.005 to 200 USD per million tokens. */
const TOKENS = { least: usd('0.000005'), most: usd('0.2') };

/** What a cache read costs of the input: from a fortieth to a quarter. */
const CACHE_READ = { least: usd('0.0000005'), most: usd('0.2') };

/** From an image that is embedded (0.00006 USD) to one that is upscaled (0.6 USD), and some way beyond. */
const IMAGES = { least: usd('0.02'), most: usd('2000') };

/** Text units of guardrails, which cost 0.10 to 0.17 USD a thousand. */
const TEXT_UNITS = { least: usd('0.01'), most: usd('10') };

const BOUNDS: Readonly<Record<Dimension, { readonly least: Usd; readonly most: Usd }>> = {
  inputTokens: TOKENS,
  outputTokens: TOKENS,
  cacheReadTokens: CACHE_READ,
  cacheWrite5mTokens: TOKENS,
  cacheWrite1hTokens: TOKENS,
  images: IMAGES,
  videoSeconds: { least: usd('0.1'), most: usd('2000') },
  searchUnits: { least: usd('0.1'), most: usd('100') },
  guardrailContentUnits: TEXT_UNITS,
  guardrailTopicUnits: TEXT_UNITS,
  guardrailSensitiveInformationUnits: TEXT_UNITS,
  guardrailGroundingUnits: TEXT_UNITS,
  guardrailReasoningUnits: TEXT_UNITS,
  guardrailImages: IMAGES,
};

/** Compares USD per 1,000 units with the rate that somebody vouches for, or with the bounds of a first one. */
export function guardRate(vouched: Usd | undefined, next: Usd, dimension: Dimension): GuardAnswer {
  if (vouched === undefined || (vouched.isZero() && !next.isZero())) return withinBounds(next, dimension);
  if (next.isZero() && !vouched.isZero()) return held('to zero');
  if (isMoreThan(next, scaleUsd(vouched, MAX_MOVED))) return held('up more than threefold');
  if (isMoreThan(vouched, scaleUsd(next, MAX_MOVED))) return held('down more than threefold');
  return { kind: 'accepted' };
}

function withinBounds(next: Usd, dimension: Dimension): GuardAnswer {
  const { least, most } = BOUNDS[dimension];
  if (isMoreThan(least, next) || isMoreThan(next, most)) return held('a first rate outside all known bounds');
  return { kind: 'accepted' };
}

function held(reason: string): GuardAnswer {
  return { kind: 'held', reason };
}
