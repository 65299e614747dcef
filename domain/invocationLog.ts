import {
  countInBody,
  guardrailIntervened,
  imagesInBodies,
  routedModelId,
  searchUnitsInBody,
  splitCacheWrites,
  tierInBodies,
  videoSecondsInBody,
  type CountName,
  type LoggedBodies,
} from './invocationBody.js';
import { parseInstant, type Instant } from './instant.js';
import { isCount, isObject, MAX_COUNT, objectAt, stringAt, type JsonObject } from './json.js';
import { modelReferenceOf, regionOfModelArn, type InferenceProfiles, type ModelReference } from './modelReference.js';
import type { Tier } from './priceBookData.js';
import { principalOf, type Principal } from './principal.js';
import { requestIdOf } from './requestId.js';
import type { Usage } from './usage.js';

/** One call to a model, as its invocation log record tells it. */
export interface Invocation {
  /** AWS's id of the call: what makes two deliveries one. */
  readonly requestId: string;
  readonly timestamp: Instant;
  readonly principal: Principal;
  /** The source Region, where the call was made; `''` where the record does not tell. */
  readonly region: string;
  /** As logged. */
  readonly modelId: string;
  readonly model: ModelReference;
  readonly tier: Tier | 'reserved';
  readonly usage: Usage;
  /** Cache-write tokens counted as 1h only because the record does not tell their TTL. */
  readonly unknownTtlTokens: number;
  /** A tier that is not known to have a price, as the record names it. */
  readonly unknownTier?: string;
}

/** `invalid` names the path and what is wrong there: the record is set aside and counted, the rest goes on. */
export type ParsedRecord =
  | { readonly kind: 'invocation'; readonly invocation: Invocation }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Written once by AWS when logging is switched on or a subscription is checked. */
const SERVICE_MESSAGES = [/^Permissions are correctly set for Amazon Bedrock logs\.?\s*$/, /^CWL CONTROL MESSAGE: /];

/** A UUID in practice; the bounds of all these keep them fit to be keys and to be printed. */
const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;
const ERROR_CODE = /^\w{1,60}$/;
const REGION = /^[a-z0-9-]{1,32}$/;
const MODEL_ID = /^[\x21-\x7e]{1,2048}$/;

/** Parses the `message` of a log event: the record as JSON text, or one of AWS's own plain-text lines. */
export function parseLogMessage(message: string, profiles?: InferenceProfiles): ParsedRecord {
  if (SERVICE_MESSAGES.some((pattern) => pattern.test(message))) return ignored('a plain-text message of AWS itself');
  let record: unknown;
  try {
    record = JSON.parse(message);
  } catch {
    return invalid('not JSON');
  }
  return parseInvocationRecord(record, profiles);
}

/**
 * Parses a `ModelInvocationLog` record (Bedrock User Guide, "Model invocation logging"). Every field is optional there;
 * what a cost cannot be told without makes the record invalid, never free. A record may still turn out to hold no
 * usage: only its price tells whether that means nothing was billed.
 */
export function parseInvocationRecord(record: unknown, profiles?: InferenceProfiles): ParsedRecord {
  if (!isObject(record)) return invalid('not a JSON object');
  if (record['schemaType'] !== undefined && record['schemaType'] !== 'ModelInvocationLog') {
    return invalid(`schemaType: ${shown(record['schemaType'])} is not ModelInvocationLog`);
  }
  const counts = countsOf(record);
  if ('reason' in counts) return counts;
  const errorCode = stringAt(record, 'errorCode');
  if (errorCode !== undefined && counts.output === 0)
    return ignored(`error record: ${ERROR_CODE.test(errorCode) ? errorCode : shown(errorCode)}`);
  const output = objectAt(record, 'output')['outputBodyJson'];
  if (isAllZero(counts) && guardrailIntervened(output)) return ignored('blocked by a guardrail, no token counts');
  return invocationOf(record, counts, profiles);
}

type Counts = Readonly<Record<CountName, number>>;
type Refusal = Extract<ParsedRecord, { kind: 'invalid' }>;

const COUNT_FIELDS: readonly (readonly [CountName, 'input' | 'output', string])[] = [
  ['input', 'input', 'inputTokenCount'],
  ['cacheRead', 'input', 'cacheReadInputTokenCount'],
  ['cacheWrite', 'input', 'cacheWriteInputTokenCount'],
  ['output', 'output', 'outputTokenCount'],
];

/** The top-level counts; the body's stand in only where one is absent. */
function countsOf(record: JsonObject): Counts | Refusal {
  const counts: Record<CountName, number> = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  const body = objectAt(record, 'output')['outputBodyJson'];
  for (const [name, section, field] of COUNT_FIELDS) {
    const part = record[section] ?? {};
    if (!isObject(part)) return invalid(`${section}: not an object`);
    const value = part[field] ?? countInBody(name, body) ?? 0;
    if (!isCount(value)) {
      return invalid(`${section}.${field}: ${shown(value)} is not a whole number from 0 to ${MAX_COUNT}`);
    }
    counts[name] = value;
  }
  return counts;
}

function invocationOf(record: JsonObject, counts: Counts, profiles: InferenceProfiles | undefined): ParsedRecord {
  const modelId = stringAt(record, 'modelId');
  if (modelId === undefined) return invalid('modelId: missing');
  if (!MODEL_ID.test(modelId)) return invalid(`modelId: ${shown(modelId)} is not a model id`);
  const requestId = stringAt(record, 'requestId');
  if (requestId === undefined) return invalid('requestId: missing, so the call could be counted twice');
  if (!REQUEST_ID.test(requestId)) return invalid(`requestId: ${shown(requestId)} is not a request id`);
  const timestamp = parseInstant(stringAt(record, 'timestamp') ?? '');
  if (timestamp === undefined) return invalid(`timestamp: ${shown(record['timestamp'])} is not an ISO 8601 instant`);

  const bodies = bodiesOf(record);
  const model = modelReferenceOf(isRouter(modelId) ? (routedModelId(bodies.output) ?? modelId) : modelId, profiles);
  const tier = tierInBodies(bodies);
  const writes = splitCacheWrites(counts.cacheWrite, bodies.output);
  const invocation: Invocation = {
    requestId: requestIdOf(requestId),
    timestamp,
    principal: principalOf(objectAt(record, 'identity')['arn'], record['accountId']),
    region: regionIn(record, modelId),
    modelId,
    model,
    tier: typeof tier === 'string' ? tier : 'standard',
    usage: usageOf(model, counts, writes, bodies),
    unknownTtlTokens: writes.unknownTtlTokens,
    ...(typeof tier === 'string' ? {} : tier),
  };
  return { kind: 'invocation', invocation };
}

function usageOf(
  model: ModelReference,
  counts: Counts,
  writes: Pick<Usage, 'cacheWrite5mTokens' | 'cacheWrite1hTokens'>,
  bodies: LoggedBodies,
): Usage {
  return {
    inputTokens: uncachedInput(model, counts),
    outputTokens: counts.output,
    cacheReadTokens: counts.cacheRead,
    cacheWrite5mTokens: writes.cacheWrite5mTokens,
    cacheWrite1hTokens: writes.cacheWrite1hTokens,
    images: imagesInBodies(bodies),
    videoSeconds: videoSecondsInBody(bodies.output),
    searchUnits: searchUnitsInBody(bodies.input),
  };
}

function regionIn(record: JsonObject, modelId: string): string {
  const region = stringAt(record, 'region') ?? regionOfModelArn(modelId) ?? '';
  return REGION.test(region) ? region : '';
}

/** `default-prompt-router/…` and `prompt-router/…`: the body tells the model that was chosen. */
function isRouter(modelId: string): boolean {
  return modelId.includes('prompt-router/');
}

/** OpenAI models report an input count that already includes the cached tokens; all others exclude them. */
function uncachedInput(model: ModelReference, counts: Counts): number {
  const isOpenAi = model.kind === 'foundation' && model.modelId.startsWith('openai.');
  const cached = counts.cacheRead + counts.cacheWrite;
  return isOpenAi && counts.input >= cached ? counts.input - cached : counts.input;
}

function bodiesOf(record: JsonObject): LoggedBodies {
  return {
    operation: stringAt(record, 'operation'),
    input: objectAt(record, 'input')['inputBodyJson'],
    output: objectAt(record, 'output')['outputBodyJson'],
  };
}

function isAllZero(counts: Counts): boolean {
  return counts.input + counts.output + counts.cacheRead + counts.cacheWrite === 0;
}

function ignored(reason: string): ParsedRecord {
  return { kind: 'ignored', reason };
}

function invalid(reason: string): Refusal {
  return { kind: 'invalid', reason };
}

/** A hostile value must not flood a message, nor the stack: JSON.stringify is recursive. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
