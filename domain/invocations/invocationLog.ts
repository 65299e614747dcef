import { guessModality } from './modality.js';
import { splitCacheWrites, type CacheWrites } from './cacheWrites.js';
import type { Doubt } from './doubts.js';
import { guardrailUnitsInBody } from './guardrailUnits.js';
import {
  imagesInBodies,
  imagesToEmbed,
  secondsToEmbed,
  routedModelId,
  searchUnitsInBodies,
  videoSecondsInBody,
  type LoggedBodies,
} from './invocationBody.js';
import { tierInBodies, type Tier } from './serviceTier.js';
import { parseInstant, type Instant } from '../instant.js';
import { isObject, objectAt, shown, stringAt, type JsonObject } from '../json.js';
import {
  modelName,
  modelReferenceOf,
  regionOfModelArn,
  type InferenceProfiles,
  type ModelReference,
} from './modelReference.js';
import { principalOf, sessionOf, type Principal } from '../iam/principal.js';
import { countsOfRecord, NO_COUNTS, type CountsAnswer } from './recordCounts.js';
import { requestIdOf } from './requestId.js';
import { hasGuardrailUnits, type GuardrailUnits, type Usage } from './usage.js';

/** One call to a model, as its invocation log record tells it. */
export interface Invocation {
  /** AWS's id of the call: what makes two deliveries one. */
  readonly requestId: string;
  readonly timestamp: Instant;
  readonly principal: Principal;
  /** Name of the session, of a role. */
  readonly session?: string;
  /** The source Region, where the call was made; `''` where the record does not tell. */
  readonly region: string;
  /** As logged. */
  readonly modelId: string;
  readonly model: ModelReference;
  readonly tier: Tier | 'reserved';
  readonly usage: Usage;
  /** What of it the record leaves open. */
  readonly doubts: readonly Doubt[];
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
const STREAMS = new Set(['ConverseStream', 'InvokeModelWithResponseStream']);
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
  const bodies = bodiesOf(record);
  const counted = countsOfRecord(record, bodies.output);
  if (counted.kind === 'invalid') return counted;
  const guardrail = guardrailUnitsInBody(bodies.output);
  const errorCode = stringAt(record, 'errorCode');
  const hasFailed = errorCode !== undefined && counted.counts.output === 0;
  if (!hasGuardrailUnits(guardrail)) {
    if (hasFailed) return ignored(`error record: ${ERROR_CODE.test(errorCode) ? errorCode : shown(errorCode)}`);
    if (counted.isBlocked) return ignored('blocked by a guardrail, no token counts');
  }
  const ofModel = hasFailed ? { ...counted, counts: NO_COUNTS, doubts: [] } : counted;
  return invocationOf(record, bodies, { ...ofModel, guardrail }, profiles);
}

type Refusal = Extract<ParsedRecord, { kind: 'invalid' }>;

interface Counted extends Extract<CountsAnswer, { kind: 'counts' }> {
  readonly guardrail: GuardrailUnits;
}

function invocationOf(
  record: JsonObject,
  bodies: LoggedBodies,
  counted: Counted,
  profiles: InferenceProfiles | undefined,
): ParsedRecord {
  const modelId = stringAt(record, 'modelId');
  if (modelId === undefined) return invalid('modelId: missing');
  if (!MODEL_ID.test(modelId)) return invalid(`modelId: ${shown(modelId)} is not a model id`);
  const requestId = stringAt(record, 'requestId');
  if (requestId === undefined) return invalid('requestId: missing, so the call could be counted twice');
  if (!REQUEST_ID.test(requestId)) return invalid(`requestId: ${shown(requestId)} is not a request id`);
  const timestamp = parseInstant(stringAt(record, 'timestamp') ?? '');
  if (timestamp === undefined) return invalid(`timestamp: ${shown(record['timestamp'])} is not an ISO 8601 instant`);

  const model = modelReferenceOf(isRouter(modelId) ? (routedModelId(bodies.output) ?? modelId) : modelId, profiles);
  const tier = tierInBodies(bodies);
  const writes = splitCacheWrites(counted.counts.cacheWrite, bodies.input, bodies.output);
  const { usage, doubts } = usageOf(model, counted, writes, bodies);
  const { arn: identityArn } = objectAt(record, 'identity');
  const session = sessionOf(identityArn);
  const invocation: Invocation = {
    requestId: requestIdOf(requestId),
    timestamp,
    principal: principalOf(identityArn, record['accountId']),
    ...(session === undefined ? {} : { session }),
    region: regionIn(record, modelId),
    modelId,
    model,
    tier: typeof tier === 'string' ? tier : 'standard',
    usage,
    doubts,
    unknownTtlTokens: writes.unknownTtlTokens,
    ...(typeof tier === 'string' ? {} : tier),
  };
  return { kind: 'invocation', invocation };
}

function usageOf(
  model: ModelReference,
  counted: Counted,
  writes: CacheWrites,
  bodies: LoggedBodies,
): Pick<Invocation, 'usage' | 'doubts'> {
  const input = uncachedInput(model, counted, bodies.operation);
  const images = imagesInBodies(bodies);
  const asked = images === 0 && isEmbedding(model) ? mediaToEmbed(bodies.input) : NO_MEDIA;
  const usage: Usage = {
    inputTokens: input.tokens,
    outputTokens: counted.counts.output,
    cacheReadTokens: counted.counts.cacheRead,
    cacheWrite5mTokens: writes.cacheWrite5mTokens,
    cacheWrite1hTokens: writes.cacheWrite1hTokens,
    images: images + asked.images,
    videoSeconds: videoSecondsInBody(bodies.output) + asked.seconds,
    searchUnits: searchUnitsInBodies(bodies),
    ...counted.guardrail,
  };
  const doubts: readonly Doubt[] = [
    ...counted.doubts,
    ...(input.isOpen ? (['cached-tokens-in-input'] as const) : []),
    ...(asked.images + asked.seconds > 0 ? (['media-by-request'] as const) : []),
  ];
  return { usage, doubts };
}

interface Media {
  readonly images: number;
  readonly seconds: number;
}

const NO_MEDIA: Media = { images: 0, seconds: 0 };

function mediaToEmbed(input: unknown): Media {
  return { images: imagesToEmbed(input), seconds: secondsToEmbed(input) };
}

/** Where the record names no Region, a profile of GovCloud still tells the partition; its Regions have equal rates. */
function regionIn(record: JsonObject, modelId: string): string {
  const ofId = regionOfModelArn(modelId) ?? (modelId.startsWith('us-gov.') ? 'us-gov-west-1' : '');
  const region = (stringAt(record, 'region') ?? ofId).toLowerCase();
  return REGION.test(region) ? region : '';
}

/** `default-prompt-router/…` and `prompt-router/…`: the body tells the model that was chosen. */
function isRouter(modelId: string): boolean {
  return modelId.includes('prompt-router/');
}

/**
 * Whether the input count of an OpenAI model includes the cached tokens, as it does of no other. Streams were measured to
 * include them, other calls not to (github.com/maximhq/bifrost/pull/6942, 2026-09-07), once: for those it stays open.
 */
function uncachedInput(
  model: ModelReference,
  { counts, tellsCached }: Counted,
  operation: string | undefined,
): { readonly tokens: number; readonly isOpen: boolean } {
  const isOpenAi = model.kind === 'foundation' && model.modelId.startsWith('openai.');
  const cached = counts.cacheRead + counts.cacheWrite;
  if (!isOpenAi || tellsCached || cached === 0 || counts.input < cached) return { tokens: counts.input, isOpen: false };
  if (operation !== undefined && STREAMS.has(operation)) return { tokens: counts.input - cached, isOpen: false };
  return { tokens: counts.input, isOpen: true };
}

function isEmbedding(model: ModelReference): boolean {
  return guessModality(modelName(model)) === 'embedding';
}

function bodiesOf(record: JsonObject): LoggedBodies {
  return {
    operation: stringAt(record, 'operation'),
    input: objectAt(record, 'input')['inputBodyJson'],
    output: objectAt(record, 'output')['outputBodyJson'],
  };
}

function ignored(reason: string): ParsedRecord {
  return { kind: 'ignored', reason };
}

function invalid(reason: string): Refusal {
  return { kind: 'invalid', reason };
}
