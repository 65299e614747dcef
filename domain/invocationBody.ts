import { arrayAt, isCount, isObject, objectAt, stringAt, type JsonObject } from './json.js';
import type { Tier } from './priceBookData.js';

/**
 * What only the logged bodies tell. A body is an object, an array of stream chunks, or not there at all (delivery off,
 * or in S3); every field is optional and nothing in it is trusted beyond its type.
 */
export interface LoggedBodies {
  readonly operation: string | undefined;
  readonly input: unknown;
  readonly output: unknown;
}

export interface CacheWrites {
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  /** How many of the 1h tokens stand there only because no TTL is known. */
  readonly unknownTtlTokens: number;
}

export type CountName = 'input' | 'output' | 'cacheRead' | 'cacheWrite';

/** How Converse, Anthropic, invocation metrics, Titan, Llama and OpenAI bodies spell each count. */
const COUNT_SPELLINGS: Readonly<Record<CountName, readonly string[]>> = {
  input: [
    'inputTokens',
    'inputTokenCount',
    'input_tokens',
    'inputTextTokenCount',
    'prompt_token_count',
    'prompt_tokens',
  ],
  output: ['outputTokens', 'outputTokenCount', 'output_tokens', 'generation_token_count', 'completion_tokens'],
  cacheRead: ['cacheReadInputTokens', 'cacheReadInputTokenCount', 'cache_read_input_tokens'],
  cacheWrite: ['cacheWriteInputTokens', 'cacheWriteInputTokenCount', 'cache_creation_input_tokens'],
};

/**
 * Splits cache-write tokens by TTL: `usage.cacheDetails` of Converse, `usage.cache_creation` of Anthropic bodies and
 * stream chunks. What the body does not account for, or accounts for wrongly, counts as 1h: never too little.
 */
export function splitCacheWrites(total: number, output: unknown): CacheWrites {
  for (const usage of usageObjects(output)) {
    const split = anthropicSplit(usage) ?? converseSplit(usage);
    if (split === undefined || split.fiveMinutes + split.oneHour > total) continue;
    const unknownTtlTokens = total - split.fiveMinutes - split.oneHour;
    return {
      cacheWrite5mTokens: split.fiveMinutes,
      cacheWrite1hTokens: split.oneHour + unknownTtlTokens,
      unknownTtlTokens,
    };
  }
  return { cacheWrite5mTokens: 0, cacheWrite1hTokens: total, unknownTtlTokens: total };
}

/** A count that the record's top level lacks. Stream chunks count up, so the largest is the last. */
export function countInBody(name: CountName, output: unknown): number | undefined {
  let largest: number | undefined;
  for (const usage of usageObjects(output)) {
    for (const key of COUNT_SPELLINGS[name]) {
      const count = usage[key];
      if (isCount(count) && (largest === undefined || count > largest)) largest = count;
    }
  }
  return largest;
}

/** The service tier that served the call, `reserved`, or the raw word where it is none that has a price. */
export function tierInBodies(bodies: LoggedBodies): Tier | 'reserved' | { readonly unknownTier: string } {
  const asked = isConverse(bodies.operation) ? [bodies.input] : [];
  const places = [...elements(bodies.output), ...asked];
  const served = elements(bodies.output).map(serviceTierOf).find(isKnown);
  const tier =
    served ??
    asked
      .map(serviceTierOf)
      .filter((wanted) => !isCheaper(wanted))
      .find(isKnown) ??
    'default';
  if (tier === 'default' || tier === 'standard') return isLatencyOptimized(places) ? 'latency-optimized' : 'standard';
  if (tier === 'flex' || tier === 'priority' || tier === 'batch' || tier === 'reserved') return tier;
  return { unknownTier: JSON.stringify(tier.slice(0, 60)) };
}

function isKnown(tier: string | undefined): tier is string {
  return tier !== undefined;
}

/** Only the answer can prove a tier that costs less than the standard one: what was asked for may not have been had. */
function isCheaper(asked: string | undefined): boolean {
  return asked === 'flex' || asked === 'batch' || asked === 'reserved';
}

/** Images generated: those in the body, else as many as were asked for. */
export function imagesInBodies(bodies: LoggedBodies): number {
  const generated = arrayAt(bodies.output, 'images').length;
  if (generated > 0) return generated;
  const asked = objectAt(bodies.input, 'imageGenerationConfig')['numberOfImages'];
  return isCount(asked) ? asked : 0;
}

export function videoSecondsInBody(output: unknown): number {
  const seconds = objectAt(output, 'outputVideo')['DurationSeconds'];
  return isCount(seconds) ? seconds : 0;
}

/** A search unit is one query over up to 100 documents. */
export function searchUnitsInBody(input: unknown): number {
  return Math.ceil(arrayAt(input, 'documents').length / 100);
}

/** The model that a prompt router chose. */
export function routedModelId(output: unknown): string | undefined {
  const traces = elements(output).flatMap((element) => [
    objectAt(element, 'trace'),
    objectAt(objectAt(element, 'metadata'), 'trace'),
  ]);
  return traces.map((trace) => stringAt(trace['promptRouter'], 'invokedModelId')).find((id) => id !== undefined);
}

export function guardrailIntervened(output: unknown): boolean {
  return elements(output).some(
    (body) =>
      stringAt(body, 'amazon-bedrock-guardrailAction') === 'INTERVENED' ||
      stringAt(body, 'stopReason') === 'guardrail_intervened',
  );
}

function elements(body: unknown): readonly JsonObject[] {
  if (Array.isArray(body)) return (body as readonly unknown[]).filter(isObject);
  return isObject(body) ? [body] : [];
}

/** Wherever a body or one of its chunks can report usage; lazily, for what is looked for is mostly in the first chunk. */
function* usageObjects(output: unknown): Generator<JsonObject, void> {
  for (const element of elements(output)) {
    yield element;
    yield objectAt(element, 'usage');
    yield objectAt(objectAt(element, 'message'), 'usage');
    yield objectAt(objectAt(element, 'metadata'), 'usage');
    yield objectAt(element, 'amazon-bedrock-invocationMetrics');
  }
}

interface TtlSplit {
  readonly fiveMinutes: number;
  readonly oneHour: number;
}

function anthropicSplit(usage: JsonObject): TtlSplit | undefined {
  const creation = usage['cache_creation'];
  if (!isObject(creation)) return undefined;
  const fiveMinutes = creation['ephemeral_5m_input_tokens'] ?? 0;
  const oneHour = creation['ephemeral_1h_input_tokens'] ?? 0;
  return isCount(fiveMinutes) && isCount(oneHour) ? { fiveMinutes, oneHour } : undefined;
}

function converseSplit(usage: JsonObject): TtlSplit | undefined {
  const details = arrayAt(usage, 'cacheDetails');
  if (details.length === 0) return undefined;
  return { fiveMinutes: tokensOfTtl(details, '5m'), oneHour: tokensOfTtl(details, '1h') };
}

function tokensOfTtl(details: readonly unknown[], ttl: string): number {
  return details
    .filter((detail): detail is JsonObject => isObject(detail) && detail['ttl'] === ttl)
    .map((detail) => detail['inputTokens'])
    .filter(isCount)
    .reduce((sum, tokens) => sum + tokens, 0);
}

/** Only Converse validates these request fields; an InvokeModel body is the caller's own text. */
function isConverse(operation: string | undefined): boolean {
  return operation === 'Converse' || operation === 'ConverseStream';
}

function serviceTierOf(body: unknown): string | undefined {
  const metadata = objectAt(body, 'metadata');
  return (
    stringAt(body, 'serviceTier') ??
    stringAt(objectAt(body, 'serviceTier'), 'type') ??
    stringAt(objectAt(metadata, 'serviceTier'), 'type')
  );
}

function isLatencyOptimized(places: readonly unknown[]): boolean {
  return places.some(
    (body) =>
      stringAt(objectAt(body, 'performanceConfig'), 'latency') === 'optimized' ||
      stringAt(objectAt(objectAt(body, 'metadata'), 'performanceConfig'), 'latency') === 'optimized',
  );
}
