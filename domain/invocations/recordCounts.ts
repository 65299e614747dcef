import { countsInBody, type CountName, type CountsInBody } from './bodyCounts.js';
import { guardrailIntervened, guardrailSawAnswer } from './guardrailUnits.js';
import { elementsOf, type LoggedBodies } from './invocationBody.js';
import { arrayAt, isCount, isObject, MAX_COUNT, objectAt, shown, stringAt, type JsonObject } from '../json.js';
import type { Doubt } from './usage.js';

export type Counts = Readonly<Record<CountName, number>>;

export const NO_COUNTS: Counts = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

export type CountsAnswer =
  | {
      readonly kind: 'counts';
      readonly counts: Counts;
      readonly doubts: readonly Doubt[];
      /** The body says how much of the prompt was cached, so that the input count is known to be without it. */
      readonly tellsCached: boolean;
      /** A guardrail answered in the model's place. */
      readonly isBlocked: boolean;
    }
  | { readonly kind: 'invalid'; readonly reason: string };

const FIELDS: readonly (readonly [CountName, 'input' | 'output', string])[] = [
  ['input', 'input', 'inputTokenCount'],
  ['cacheRead', 'input', 'cacheReadInputTokenCount'],
  ['cacheWrite', 'input', 'cacheWriteInputTokenCount'],
  ['output', 'output', 'outputTokenCount'],
];

/** The token counts of a record: of each, the larger of what its top level and its body state. */
export function countsOfRecord(record: JsonObject, { output, usages }: LoggedBodies): CountsAnswer {
  const inBody = countsInBody(usages);
  const counts: Record<CountName, number> = { ...NO_COUNTS };
  const missing = new Set<CountName>();
  let bodyCountsMore = false;
  for (const [name, section, field] of FIELDS) {
    const part = record[section] ?? {};
    if (!isObject(part)) return { kind: 'invalid', reason: `${section}: not an object` };
    const stated = part[field] ?? undefined;
    if (stated !== undefined && !isCount(stated)) {
      const reason = `${section}.${field}: ${shown(stated)} is not a whole number from 0 to ${MAX_COUNT}`;
      return { kind: 'invalid', reason };
    }
    const count = countOf(name, stated, inBody);
    if (count === undefined) missing.add(name);
    counts[name] = count ?? 0;
    const isMore = stated !== undefined && stated > 0 && counts[name] > stated;
    bodyCountsMore ||= isMore && inBody.summed[name] !== true;
  }
  const isBlocked = isAllZero(counts) && guardrailIntervened(output) && !guardrailSawAnswer(output);
  if (!isBlocked && counts.output === 0 && showsAnswer(output)) missing.add('output').add('input');
  const doubts = isBlocked ? [] : doubtsOf(counts, missing, bodyCountsMore);
  const tellsCached = inBody.wholePrompt !== undefined && counts.input === inBody.counts.input;
  return { kind: 'counts', counts, doubts, tellsCached, isBlocked };
}

function countOf(name: CountName, stated: number | undefined, inBody: CountsInBody): number | undefined {
  const found = inBody.counts[name];
  if (found === undefined || stated === undefined) return stated ?? found;
  // The record's own input count may include the cached tokens: a body that adds up to it and tells them apart decides.
  return name === 'input' && stated === inBody.wholePrompt ? found : Math.max(stated, found);
}

/** An answer to a prompt of no tokens cannot be: its prompt was not counted. */
function doubtsOf(counts: Counts, missing: ReadonlySet<CountName>, bodyCountsMore: boolean): readonly Doubt[] {
  const prompt = counts.input + counts.cacheRead + counts.cacheWrite;
  const isPromptLost = prompt === 0 && (missing.has('input') || counts.output > 0);
  return [
    ...(isPromptLost ? (['input-not-counted'] as const) : []),
    ...(missing.has('output') ? (['output-not-counted'] as const) : []),
    ...(bodyCountsMore ? (['body-counts-more'] as const) : []),
  ];
}

function isAllZero(counts: Counts): boolean {
  return counts.input + counts.output + counts.cacheRead + counts.cacheWrite === 0;
}

/** Whether a body, or a chunk of it, holds text or a tool call of a model: then an output of no tokens is no count. */
function showsAnswer(output: unknown): boolean {
  return elementsOf(output).some((element) => hasText(element) || hasParts(element));
}

/** Where Llama, Titan, Claude 2 and Cohere put it, and the deltas of streams. */
function hasText(element: JsonObject): boolean {
  const places = [element, objectAt(element, 'delta'), objectAt(objectAt(element, 'contentBlockDelta'), 'delta')];
  return places.some((place) =>
    ['generation', 'outputText', 'completion', 'text'].some((key) => stringAt(place, key) !== undefined),
  );
}

/** Lists of content of Anthropic, Converse and OpenAI, and of results of Titan, Cohere, Mistral and Jurassic-2. */
function hasParts(element: JsonObject): boolean {
  const content = [element, objectAt(objectAt(element, 'output'), 'message')];
  const lists = ['choices', 'results', 'generations', 'outputs', 'completions'];
  return (
    content.some((place) => arrayAt(place, 'content').length > 0) ||
    lists.some((key) => arrayAt(element, key).length > 0)
  );
}
