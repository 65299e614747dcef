import { elementsOf, usageObjects } from './bodyCounts.js';
import { arrayAt, isCount, isObject, objectAt, stringAt } from '../json.js';

/**
 * What only the logged bodies tell. A body is an object, an array of stream chunks, or not there at all (delivery off,
 * or in S3); every field is optional and nothing in it is trusted beyond its type.
 */
export interface LoggedBodies {
  readonly operation: string | undefined;
  readonly input: unknown;
  readonly output: unknown;
}

/** Images generated: those in the body, else as many as were asked for. Images to be embedded: as the answer bills them. */
export function imagesInBodies(bodies: LoggedBodies): number {
  const generated = arrayAt(bodies.output, 'images').length;
  if (generated > 0) return generated;
  const asked = objectAt(bodies.input, 'imageGenerationConfig')['numberOfImages'];
  return isCount(asked) ? asked : billedUnits(bodies.output, 'images');
}

export function videoSecondsInBody(output: unknown): number {
  const seconds = objectAt(output, 'outputVideo')['DurationSeconds'];
  return isCount(seconds) ? seconds : 0;
}

/** A search unit is one query over up to 100 documents. */
export function searchUnitsInBodies({ input, output }: LoggedBodies): number {
  return Math.max(Math.ceil(arrayAt(input, 'documents').length / 100), billedUnits(output, 'search_units'));
}

/** Images that a request gives to be embedded: Cohere, Nova and Titan each in a place of their own. */
export function imagesToEmbed(input: unknown): number {
  const contents = arrayAt(input, 'inputs').flatMap((each) => arrayAt(each, 'content'));
  const parts = contents.filter((part) => stringAt(part, 'type')?.startsWith('image'));
  const single = [input, objectAt(input, 'singleEmbeddingParams'), objectAt(input, 'segmentedEmbeddingParams')];
  const named = single.filter((place) => isObject(place) && (isObject(place['image']) || isText(place['inputImage'])));
  return arrayAt(input, 'images').length + parts.length + named.length;
}

/** The most that Amazon Nova takes in one synchronous call (Nova User Guide, "Using Nova Embeddings"). */
const MAX_SECONDS = 30;

/** Seconds of video or sound that a request may give to be embedded: no record tells how many. */
export function secondsToEmbed(input: unknown): number {
  const places = [objectAt(input, 'singleEmbeddingParams'), objectAt(input, 'segmentedEmbeddingParams')];
  const isNamed = places.some((place) => isObject(place['video']) || isObject(place['audio']));
  return isNamed || /^(?:video|audio)$/.test(stringAt(input, 'inputType') ?? '') ? MAX_SECONDS : 0;
}

/** The model that a prompt router chose. */
export function routedModelId(output: unknown): string | undefined {
  const traces = elementsOf(output).flatMap((element) => [
    objectAt(element, 'trace'),
    objectAt(objectAt(element, 'metadata'), 'trace'),
  ]);
  return traces.map((trace) => stringAt(trace['promptRouter'], 'invokedModelId')).find((id) => id !== undefined);
}

/** Units that a Cohere answer bills beside tokens. */
function billedUnits(output: unknown, name: string): number {
  let most = 0;
  for (const usage of usageObjects(output)) {
    const units = usage[name];
    if (isCount(units) && units > most) most = units;
  }
  return most;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
