import { elementsOf, usageObjects } from './bodyCounts.js';
import { arrayAt, isCount, isObject, objectAt, type JsonObject } from './json.js';

export interface CacheWrites {
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  /** How many of the 1h tokens stand there only because no TTL is known. */
  readonly unknownTtlTokens: number;
}

interface TtlSplit {
  readonly fiveMinutes: number;
  readonly oneHour: number;
}

const NOTHING: TtlSplit = { fiveMinutes: 0, oneHour: 0 };

/**
 * Splits cache-write tokens by TTL: by the answer, `usage.cacheDetails` of Converse or `usage.cache_creation` of
 * Anthropic bodies and stream chunks; what that leaves by the cache points of the request, if all have the same TTL.
 * The rest counts as 1h: never too little. An answer that accounts for more than `total` is not believed.
 */
export function splitCacheWrites(total: number, input: unknown, output: unknown): CacheWrites {
  if (total === 0) return { cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, unknownTtlTokens: 0 };
  let told = NOTHING;
  for (const usage of usageObjects(output)) {
    for (const split of [splitOf(usage), splitOfIterations(usage)]) {
      if (sumOf(split) > sumOf(told) && sumOf(split) <= total) told = split;
    }
  }
  const rest = total - sumOf(told);
  const asked = rest === 0 ? undefined : ttlOfRequest(input);
  return {
    cacheWrite5mTokens: told.fiveMinutes + (asked === '5m' ? rest : 0),
    cacheWrite1hTokens: told.oneHour + (asked === '5m' ? 0 : rest),
    unknownTtlTokens: asked === undefined ? rest : 0,
  };
}

function splitOf(usage: JsonObject): TtlSplit {
  return anthropicSplit(usage) ?? converseSplit(usage);
}

function splitOfIterations(usage: JsonObject): TtlSplit {
  return arrayAt(usage, 'iterations')
    .filter(isObject)
    .map(splitOf)
    .reduce(
      (sum, { fiveMinutes, oneHour }) => ({
        fiveMinutes: sum.fiveMinutes + fiveMinutes,
        oneHour: sum.oneHour + oneHour,
      }),
      NOTHING,
    );
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
  return details
    .filter((detail): detail is JsonObject => isObject(detail) && detail['ttl'] === ttl)
    .map((detail) => detail['inputTokens'])
    .filter(isCount)
    .reduce((sum, tokens) => sum + tokens, 0);
}

function sumOf({ fiveMinutes, oneHour }: TtlSplit): number {
  return fiveMinutes + oneHour;
}

/** The TTL that all cache points of a request ask for; a point without one asks for 5 minutes (CachePointBlock). */
function ttlOfRequest(input: unknown): '5m' | '1h' | undefined {
  const ttls = new Set(placesOfCachePoints(input).flatMap(ttlAt));
  const [ttl] = ttls;
  return ttls.size === 1 && (ttl === '5m' || ttl === '1h') ? ttl : undefined;
}

/** Where Converse takes `cachePoint`, and Anthropic bodies `cache_control`: both APIs refuse what they do not know. */
function placesOfCachePoints(input: unknown): readonly JsonObject[] {
  const blocks = arrayAt(input, 'messages').flatMap((message) => arrayAt(message, 'content'));
  const tools = [...arrayAt(objectAt(input, 'toolConfig'), 'tools'), ...arrayAt(input, 'tools')];
  const nested = blocks.flatMap((block) => arrayAt(block, 'content'));
  const places = [...arrayAt(input, 'system'), ...blocks, ...nested, ...tools].filter(isObject);
  return [...elementsOf(input), ...places];
}

function ttlAt(place: JsonObject): readonly unknown[] {
  return [place['cachePoint'], place['cache_control']].filter(isObject).map(({ ttl }) => ttl ?? '5m');
}
