import { arrayAt, isCount, isObject, objectAt, stringAt, type JsonObject } from '../json.js';

/**
 * What only the logged bodies tell. A body is an object, an array of stream chunks, or not there at all (delivery off,
 * or in S3); every field is optional and nothing in it is trusted beyond its type.
 */
export interface LoggedBodies {
  readonly operation: string | undefined;
  readonly input: unknown;
  readonly output: unknown;
  /** Objects of the answer, or of its chunks, that can report usage. */
  readonly usages: readonly JsonObject[];
}

export function loggedBodies(operation: string | undefined, input: unknown, output: unknown): LoggedBodies {
  const usages: JsonObject[] = [];
  for (const element of elementsOf(output)) addUsagesOf(element, usages);
  return { operation, input, output, usages };
}

/** A body is one object, or an array of the chunks of a stream. */
export function elementsOf(body: unknown): readonly JsonObject[] {
  if (Array.isArray(body)) return (body as readonly unknown[]).filter(isObject);
  return isObject(body) ? [body] : [];
}

function addUsagesOf(element: JsonObject, usages: JsonObject[]): void {
  usages.push(element);
  for (const place of [element, element['message'], element['metadata'], element['response'], element['delta']]) {
    if (isObject(place)) addUsagesAt(place, usages);
  }
  const metrics = element['amazon-bedrock-invocationMetrics'];
  if (isObject(metrics)) usages.push(metrics);
}

/** Usage, and what Cohere bills of it: `meta.billed_units`, or `usage.billed_units` in its second version. */
function addUsagesAt({ usage, meta }: JsonObject, usages: JsonObject[]): void {
  if (isObject(usage)) usages.push(usage);
  for (const place of [usage, meta]) {
    if (isObject(place) && isObject(place['billed_units'])) usages.push(place['billed_units']);
  }
}

/** Images generated: those in the body, else as many as were asked for. Images to be embedded: as the answer bills them. */
export function imagesInBodies(bodies: LoggedBodies): number {
  const generated = arrayAt(bodies.output, 'images').length;
  if (generated > 0) return generated;
  const asked = objectAt(bodies.input, 'imageGenerationConfig')['numberOfImages'];
  return isCount(asked) ? asked : billedUnits(bodies.usages, 'images');
}

export function videoSecondsInBody(output: unknown): number {
  const seconds = objectAt(output, 'outputVideo')['DurationSeconds'];
  return isCount(seconds) ? seconds : 0;
}

/** A search unit is one query over up to 100 documents. */
export function searchUnitsInBodies({ input, usages }: LoggedBodies): number {
  return Math.max(Math.ceil(arrayAt(input, 'documents').length / 100), billedUnits(usages, 'search_units'));
}

export interface Media {
  readonly images: number;
  readonly seconds: number;
}

export const NO_MEDIA: Media = { images: 0, seconds: 0 };

/** Images, and seconds of video or sound, that a request gives to be embedded. */
export function mediaGiven(input: unknown): Media {
  return { images: imagesToEmbed(input), seconds: secondsToEmbed(input) };
}

/** Cohere, Nova and Titan each have a place of their own. */
function imagesToEmbed(input: unknown): number {
  let images = arrayAt(input, 'images').length;
  for (const each of arrayAt(input, 'inputs')) {
    for (const part of arrayAt(each, 'content')) if (stringAt(part, 'type')?.startsWith('image') === true) images += 1;
  }
  for (const place of [input, objectAt(input, 'singleEmbeddingParams'), objectAt(input, 'segmentedEmbeddingParams')]) {
    if (isObject(place) && (isObject(place['image']) || isText(place['inputImage']))) images += 1;
  }
  return images;
}

/** The most that Amazon Nova takes in one synchronous call (Nova User Guide, "Using Nova Embeddings"). */
const MAX_SECONDS = 30;

/** No record tells how many seconds it was. */
function secondsToEmbed(input: unknown): number {
  const places = [objectAt(input, 'singleEmbeddingParams'), objectAt(input, 'segmentedEmbeddingParams')];
  const isNamed = places.some((place) => isObject(place['video']) || isObject(place['audio']));
  const type = stringAt(input, 'inputType');
  return isNamed || type === 'video' || type === 'audio' ? MAX_SECONDS : 0;
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
function billedUnits(usages: readonly JsonObject[], name: string): number {
  return usages.reduce((most, { [name]: units }) => (isCount(units) && units > most ? units : most), 0);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
