import { arrayAt, isCount, isObject, type JsonObject } from '../json.js';
import type { LoggedBodies } from './invocationBody.js';

export interface CacheWrites {
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  /** How many of the 1h tokens stand there only because no TTL is known. */
  readonly unknownTtlTokens: number;
}

const NOTHING: TtlSplit = { fiveMinutes: 0, oneHour: 0 };

/**
 * Splits cache-write tokens by TTL: by the answer; what that leaves by the cache points of the request, if all have the
 * same TTL. The rest counts as 1h: never too little. An answer that accounts for more than `total` is not believed.
 */
export function splitCacheWrites(
  total: number,
  { input, usages }: Pick<LoggedBodies, 'input' | 'usages'>,
): CacheWrites {
  if (total === 0) return { cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, unknownTtlTokens: 0 };
  let told = NOTHING;
  for (const usage of usages) {
    for (const split of [ttlSplitOf(usage), splitOfIterations(usage)]) {
      if (tokensOf(split) > tokensOf(told) && tokensOf(split) <= total) told = split;
    }
  }
  const rest = total - tokensOf(told);
  const asked = rest === 0 ? undefined : ttlOfRequest(input);
  return {
    cacheWrite5mTokens: told.fiveMinutes + (asked === '5m' ? rest : 0),
    cacheWrite1hTokens: told.oneHour + (asked === '5m' ? 0 : rest),
    unknownTtlTokens: asked === undefined ? rest : 0,
  };
}

function splitOfIterations(usage: JsonObject): TtlSplit {
  return arrayAt(usage, 'iterations')
    .filter(isObject)
    .map(ttlSplitOf)
    .reduce(
      (sum, { fiveMinutes, oneHour }) => ({
        fiveMinutes: sum.fiveMinutes + fiveMinutes,
        oneHour: sum.oneHour + oneHour,
      }),
      NOTHING,
    );
}

/** Parts of a request that are looked at for cache points; in a larger one the TTL stays unknown. */
const MAX_PARTS = 100_000;

/**
 * The TTL that all cache points of a request ask for: `cachePoint` of Converse, `cache_control` of Anthropic bodies. They
 * may stand in any block; one that the caller's own JSON makes up can only make the TTL unknown. A point without one
 * asks for 5 minutes (CachePointBlock).
 */
function ttlOfRequest(input: unknown): '5m' | '1h' | undefined {
  const ttls = new Set<unknown>();
  const parts: unknown[] = [input];
  for (let count = 0; parts.length > 0; count += 1) {
    if (count >= MAX_PARTS) return undefined;
    const part = parts.pop();
    if (typeof part !== 'object' || part === null) continue;
    for (const [key, value] of Object.entries(part)) {
      if ((key === 'cachePoint' || key === 'cache_control') && isObject(value)) ttls.add(value['ttl'] ?? '5m');
      else parts.push(value);
    }
  }
  const [ttl] = ttls;
  return ttls.size === 1 && (ttl === '5m' || ttl === '1h') ? ttl : undefined;
}

/** Cache-write tokens by TTL, as an answer accounts for them. */
export interface TtlSplit {
  readonly fiveMinutes: number;
  readonly oneHour: number;
}

/** `usage.cache_creation` of Anthropic bodies and stream chunks, or `usage.cacheDetails` of Converse. */
export function ttlSplitOf(usage: JsonObject): TtlSplit {
  return anthropicSplit(usage) ?? converseSplit(usage);
}

export function tokensOf({ fiveMinutes, oneHour }: TtlSplit): number {
  return fiveMinutes + oneHour;
}

function anthropicSplit(usage: JsonObject): TtlSplit | undefined {
  const creation = usage['cache_creation'];
  if (!isObject(creation)) return undefined;
  const fiveMinutes = creation['ephemeral_5m_input_tokens'] ?? 0;
  const oneHour = creation['ephemeral_1h_input_tokens'] ?? 0;
  return isCount(fiveMinutes) && isCount(oneHour) ? { fiveMinutes, oneHour } : undefined;
}

function converseSplit(usage: JsonObject): TtlSplit {
  const details = arrayAt(usage, 'cacheDetails');
  return { fiveMinutes: tokensOfTtl(details, '5m'), oneHour: tokensOfTtl(details, '1h') };
}

function tokensOfTtl(details: readonly unknown[], ttl: string): number {
  let sum = 0;
  for (const detail of details) {
    if (isObject(detail) && detail['ttl'] === ttl && isCount(detail['inputTokens'])) sum += detail['inputTokens'];
  }
  return sum;
}
