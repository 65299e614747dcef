import { arrayAt, isCount, isObject, type JsonObject } from '../json.js';

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
  return details
    .filter((detail): detail is JsonObject => isObject(detail) && detail['ttl'] === ttl)
    .map((detail) => detail['inputTokens'])
    .filter(isCount)
    .reduce((sum, tokens) => sum + tokens, 0);
}
