import { elementsOf } from './bodyCounts.js';
import { arrayAt, objectAt, stringAt, type JsonObject } from '../json.js';

/** Whether a body, or a chunk of it, holds text or a tool call of a model: then an output of no tokens is no count. */
export function showsAnswer(output: unknown): boolean {
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
