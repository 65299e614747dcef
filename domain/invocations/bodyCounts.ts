import { arrayAt, isCount, isObject, objectAt, type JsonObject } from '../json.js';
import { tokensOf, ttlSplitOf } from './cacheWrites.js';

export type CountName = 'input' | 'output' | 'cacheRead' | 'cacheWrite';

export type BodyCounts = Readonly<Partial<Record<CountName, number>>>;

/** What a body counts, and what of it only the sum of its iterations reaches. */
export interface CountsInBody {
  readonly counts: BodyCounts;
  /** Counts that are the sum of `usage.iterations`: the top level of usage names the last message only. */
  readonly summed: Readonly<Partial<Record<CountName, boolean>>>;
  /** The prompt with its cached tokens, where the body tells those apart, so that its input count is without them. */
  readonly wholePrompt: number | undefined;
}

const COUNT_NAMES: readonly CountName[] = ['input', 'output', 'cacheRead', 'cacheWrite'];

/** How Converse, Anthropic, invocation metrics, Titan, Llama, Cohere and OpenAI bodies spell each count. */
const SPELLINGS: Readonly<Record<CountName, readonly string[]>> = {
  input: [
    'inputTokens',
    'inputTokenCount',
    'input_tokens',
    'inputTextTokenCount',
    'prompt_token_count',
    'prompt_tokens',
  ],
  output: [
    'outputTokens',
    'outputTokenCount',
    'output_tokens',
    'totalOutputTextTokenCount',
    'generation_token_count',
    'completion_tokens',
  ],
  cacheRead: ['cacheReadInputTokens', 'cacheReadInputTokenCount', 'cache_read_input_tokens'],
  cacheWrite: ['cacheWriteInputTokens', 'cacheWriteInputTokenCount', 'cache_creation_input_tokens'],
};

/** Counts wherever the answer states them. Chunks of a stream count up, so the largest is the last. */
export function countsInBody(usages: readonly JsonObject[]): CountsInBody {
  const counts: Partial<Record<CountName, number>> = {};
  const summed: Partial<Record<CountName, boolean>> = {};
  let wholePrompt: number | undefined;
  for (const usage of usages) {
    if (cachedInside(usage) !== undefined) wholePrompt = larger(wholePrompt, spelledAt(usage, 'input'));
    const sums = sumOfIterations(usage);
    for (const name of COUNT_NAMES) {
      const stated = countAt(usage, name);
      const largest = larger(stated, sums?.[name]);
      if (largest === undefined || largest <= (counts[name] ?? -1)) continue;
      counts[name] = largest;
      summed[name] = largest !== stated;
    }
  }
  return { counts, summed, wholePrompt };
}

/** Anthropic: context that was compacted within the call is billed too, message by message. */
function sumOfIterations(usage: JsonObject): BodyCounts | undefined {
  const listed = arrayAt(usage, 'iterations');
  if (!listed.some(isObject)) return undefined;
  const iterations = listed.filter(isObject);
  return Object.fromEntries(
    COUNT_NAMES.map((name) => [name, iterations.reduce((sum, each) => sum + (countAt(each, name) ?? 0), 0)]),
  );
}

function spelledAt(usage: JsonObject, name: CountName): number | undefined {
  for (const key of SPELLINGS[name]) {
    const count = usage[key];
    if (isCount(count)) return count;
  }
  return undefined;
}

function countAt(usage: JsonObject, name: CountName): number | undefined {
  const spelled = spelledAt(usage, name);
  if (name === 'output') return spelled ?? outputOfParts(usage);
  const inside = cachedInside(usage);
  if (inside === undefined) return spelled ?? countOfParts(usage, name);
  if (name !== 'input') return inside[name];
  const cached = inside.cacheRead + inside.cacheWrite;
  return spelled !== undefined && spelled >= cached ? spelled - cached : spelled;
}

/** Jurassic-2 lists the tokens of the prompt; cache writes may be told by TTL alone. */
function countOfParts(usage: JsonObject, name: CountName): number | undefined {
  if (name === 'input') return lengthAt(objectAt(usage, 'prompt'));
  const written = name === 'cacheWrite' ? tokensOf(ttlSplitOf(usage)) : 0;
  return written === 0 ? undefined : written;
}

/** OpenAI bodies count cached tokens within the prompt and say so in its details. */
function cachedInside(usage: JsonObject): Readonly<Record<'cacheRead' | 'cacheWrite', number>> | undefined {
  const details = usage['prompt_tokens_details'] ?? usage['input_tokens_details'];
  if (!isObject(details)) return undefined;
  const { cached_tokens: read, cache_write_tokens: write } = details;
  return isCount(read) ? { cacheRead: read, cacheWrite: isCount(write) ? write : 0 } : undefined;
}

/** Titan Text counts its output by result, Jurassic-2 lists the tokens of each completion. */
function outputOfParts(body: JsonObject): number | undefined {
  let sum: number | undefined;
  const add = (count: unknown): void => {
    if (isCount(count)) sum = (sum ?? 0) + count;
  };
  for (const result of arrayAt(body, 'results')) add(isObject(result) ? result['tokenCount'] : undefined);
  for (const completion of arrayAt(body, 'completions')) add(lengthAt(objectAt(completion, 'data')));
  return sum;
}

function lengthAt(text: JsonObject): number | undefined {
  const { tokens } = text;
  return Array.isArray(tokens) ? tokens.length : undefined;
}

function larger(left: number | undefined, right: number | undefined): number | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return Math.max(left, right);
}
