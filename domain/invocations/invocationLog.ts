import { attributionIn, NO_ATTRIBUTION_RULES, type Attribution, type AttributionRules } from './attribution.js';
import { splitCacheWrites } from './cacheWrites.js';
import { guardrailUnitsInBody } from './guardrailUnits.js';
import { principalOf, roleSessionOf } from '../iam/principal.js';
import { parseInstant } from '../instant.js';
import { invocationOf, type Invocation, type LoggedCall } from './invocation.js';
import {
  imagesInBodies,
  loggedBodies,
  mediaGiven,
  NO_MEDIA,
  routedModelId,
  searchUnitsInBodies,
  videoSecondsInBody,
  type LoggedBodies,
} from './invocationBody.js';
import { isObject, objectAt, shown, stringAt, type JsonObject } from '../json.js';
import { regionOfModelArn, type InferenceProfiles } from './modelReference.js';
import { countsOfRecord, NO_COUNTS, type CountsAnswer } from './recordCounts.js';
import { tierInBodies } from './serviceTier.js';
import { hasGuardrailUnits, type GuardrailUnits, type Usage } from './usage.js';

export type { Invocation } from './invocation.js';

type Refusal =
  | { readonly kind: 'ignored'; readonly reason: string }
  /** `reason` names the path and what is wrong there: the record is set aside and counted, the rest goes on. */
  | { readonly kind: 'invalid'; readonly reason: string };

export type ParsedRecord = { readonly kind: 'invocation'; readonly invocation: Invocation } | Refusal;

/** A record of which the model is worked out later, by `invocationOf`. */
export type ReadRecord = { readonly kind: 'call'; readonly call: LoggedCall } | Refusal;

/** Written once by AWS when logging is switched on or a subscription is checked. */
const SERVICE_MESSAGES = [/^Permissions are correctly set for Amazon Bedrock logs\.?\s*$/, /^CWL CONTROL MESSAGE: /];

/** A UUID in practice; the bounds of all these keep them fit to be keys and to be printed. */
const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;
const ERROR_CODE = /^\w{1,60}$/;
const REGION = /^[a-z0-9-]{1,32}$/;
const STREAMS = new Set(['ConverseStream', 'InvokeModelWithResponseStream']);
const MODEL_ID = /^[\x21-\x7e]{1,2048}$/;

/** As `readLogMessage`, with the model worked out by the profiles that are known. */
export function parseLogMessage(
  message: string,
  profiles?: InferenceProfiles,
  rules: AttributionRules = NO_ATTRIBUTION_RULES,
): ParsedRecord {
  return withModel(readLogMessage(message, rules), profiles);
}

/** As `readInvocationRecord`, with the model worked out by the profiles that are known. */
export function parseInvocationRecord(
  record: unknown,
  profiles?: InferenceProfiles,
  rules: AttributionRules = NO_ATTRIBUTION_RULES,
): ParsedRecord {
  return withModel(readInvocationRecord(record, rules), profiles);
}

/** Reads the `message` of a log event: the record as JSON text, or one of AWS's own plain-text lines. */
export function readLogMessage(message: string, rules: AttributionRules = NO_ATTRIBUTION_RULES): ReadRecord {
  if (SERVICE_MESSAGES.some((pattern) => pattern.test(message))) return ignored('a plain-text message of AWS itself');
  let record: unknown;
  try {
    record = JSON.parse(message);
  } catch {
    return invalid('not JSON');
  }
  return readInvocationRecord(record, rules);
}

/**
 * Reads a `ModelInvocationLog` record (Bedrock User Guide, "Model invocation logging"). Every field is optional there;
 * what a cost cannot be told without makes the record invalid, never free. A record may still turn out to hold no
 * usage: only its price tells whether that means nothing was billed.
 */
function readInvocationRecord(record: unknown, rules: AttributionRules): ReadRecord {
  if (!isObject(record)) return invalid('not a JSON object');
  if (record['schemaType'] !== undefined && record['schemaType'] !== 'ModelInvocationLog') {
    return invalid(`schemaType: ${shown(record['schemaType'])} is not ModelInvocationLog`);
  }
  const bodies = loggedBodies(
    stringAt(record, 'operation'),
    objectAt(record, 'input')['inputBodyJson'],
    objectAt(record, 'output')['outputBodyJson'],
  );
  const counted = countsOfRecord(record, bodies);
  if (counted.kind === 'invalid') return counted;
  const guardrail = guardrailUnitsInBody(bodies.output);
  const errorCode = stringAt(record, 'errorCode');
  const hasFailed = errorCode !== undefined && counted.counts.output === 0;
  if (!hasGuardrailUnits(guardrail)) {
    if (hasFailed) return ignored(`error record: ${ERROR_CODE.test(errorCode) ? errorCode : shown(errorCode)}`);
    if (counted.isBlocked) return ignored('blocked by a guardrail, no token counts');
  }
  const ofModel = hasFailed ? { ...counted, counts: NO_COUNTS, doubts: [] } : counted;
  return callOf(record, bodies, { ...ofModel, guardrail }, rules);
}

function withModel(read: ReadRecord, profiles: InferenceProfiles | undefined): ParsedRecord {
  return read.kind === 'call' ? { kind: 'invocation', invocation: invocationOf(read.call, profiles) } : read;
}

interface Counted extends Extract<CountsAnswer, { kind: 'counts' }> {
  readonly guardrail: GuardrailUnits;
}

function callOf(record: JsonObject, bodies: LoggedBodies, counted: Counted, rules: AttributionRules): ReadRecord {
  const modelId = stringAt(record, 'modelId');
  if (modelId === undefined) return invalid('modelId: missing');
  if (!MODEL_ID.test(modelId)) return invalid(`modelId: ${shown(modelId)} is not a model id`);
  const requestId = stringAt(record, 'requestId');
  if (requestId === undefined) return invalid('requestId: missing, so the call could be counted twice');
  if (!REQUEST_ID.test(requestId)) return invalid(`requestId: ${shown(requestId)} is not a request id`);
  const timestamp = parseInstant(stringAt(record, 'timestamp') ?? '');
  if (timestamp === undefined) return invalid(`timestamp: ${shown(record['timestamp'])} is not an ISO 8601 instant`);

  const tier = tierInBodies(bodies);
  const call: LoggedCall = {
    requestId: requestIdOf(requestId),
    timestamp,
    ...callerOf(record, modelId, rules),
    region: regionIn(record, modelId),
    modelId,
    routedModelId: isRouter(modelId) ? routedModelId(bodies.output) : undefined,
    tier: typeof tier === 'string' ? tier : 'standard',
    ...(typeof tier === 'string' ? {} : tier),
    ...usageOf(counted, bodies),
  };
  return { kind: 'call', call };
}

/** Who pays, and who else is told of. */
function callerOf(record: JsonObject, modelId: string, { personRoles, metadataKeys }: AttributionRules): Payer {
  const { arn } = objectAt(record, 'identity');
  const principal = principalOf(arn, record['accountId'], personRoles);
  return {
    principal,
    ...(principal.accountType === 'person' ? { formerPayer: principalOf(arn, record['accountId']) } : {}),
    ...attributionIn(record, roleSessionOf(arn), modelId, metadataKeys),
  };
}

type Payer = Pick<LoggedCall, 'principal' | 'formerPayer' | keyof Attribution>;

type CallUsage = Pick<LoggedCall, 'usage' | 'doubts' | 'unknownTtlTokens' | 'cachedInInput' | 'mediaGiven'>;

function usageOf(counted: Counted, bodies: LoggedBodies): CallUsage {
  const { counts, doubts, guardrail } = counted;
  const { unknownTtlTokens, ...cacheWrites } = splitCacheWrites(counts.cacheWrite, bodies);
  const images = imagesInBodies(bodies);
  const usage: Usage = {
    inputTokens: counts.input,
    outputTokens: counts.output,
    cacheReadTokens: counts.cacheRead,
    ...cacheWrites,
    images,
    videoSeconds: videoSecondsInBody(bodies.output),
    searchUnits: searchUnitsInBodies(bodies),
    ...guardrail,
  };
  const cachedInInput = cachedTokensInInput(counted, bodies.operation);
  return {
    usage,
    doubts,
    unknownTtlTokens,
    cachedInInput,
    mediaGiven: images === 0 ? mediaGiven(bodies.input) : NO_MEDIA,
  };
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
function cachedTokensInInput(
  { counts, tellsCached }: Counted,
  operation: string | undefined,
): LoggedCall['cachedInInput'] {
  const cached = counts.cacheRead + counts.cacheWrite;
  const tokens = tellsCached || counts.input < cached ? 0 : cached;
  return { tokens, isCertain: operation !== undefined && STREAMS.has(operation) };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * A request id as it is compared and stored. A UUID is the same in upper and lower case (RFC 9562); AWS writes lower
 * case, some tools that export logs do not. Any other id is taken exactly.
 */
function requestIdOf(logged: string): string {
  return UUID.test(logged) ? logged.toLowerCase() : logged;
}

function ignored(reason: string): Refusal {
  return { kind: 'ignored', reason };
}

function invalid(reason: string): Refusal {
  return { kind: 'invalid', reason };
}
