import { attribute, attributionIn, NO_ATTRIBUTION_RULES, type AttributionRules } from './attribution.js';
import { splitCacheWrites, type CacheWrites } from './cacheWrites.js';
import { guardrailUnitsInBody } from './guardrailUnits.js';
import { otherPayerOf, principalOf, roleSessionOf } from '../iam/principal.js';
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
import { isObject, objectAt, shown, stringAt, type Growing, type JsonObject } from '../json.js';
import { regionOfModelArn, type InferenceProfiles } from './modelReference.js';
import { countsOfRecord, NO_COUNTS, type Counts, type CountsAnswer } from './recordCounts.js';
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
const SERVICE_MESSAGE = /^(?:Permissions are correctly set for Amazon Bedrock logs\.?\s*$|CWL CONTROL MESSAGE: )/;

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
  if (SERVICE_MESSAGE.test(message)) return ignored('a plain-text message of AWS itself');
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
  return callOf(record, bodies, ofModel, guardrail, rules);
}

function withModel(read: ReadRecord, profiles: InferenceProfiles | undefined): ParsedRecord {
  return read.kind === 'call' ? { kind: 'invocation', invocation: invocationOf(read.call, profiles) } : read;
}

type Counted = Extract<CountsAnswer, { kind: 'counts' }>;

/** Without spreads, which would take longer than the rest: this is done for each call. */
function callOf(
  record: JsonObject,
  bodies: LoggedBodies,
  counted: Counted,
  guardrail: GuardrailUnits,
  { personRoles, metadataKeys }: AttributionRules,
): ReadRecord {
  const modelId = stringAt(record, 'modelId');
  if (modelId === undefined) return invalid('modelId: missing');
  if (!MODEL_ID.test(modelId)) return invalid(`modelId: ${shown(modelId)} is not a model id`);
  const requestId = stringAt(record, 'requestId');
  if (requestId === undefined) return invalid('requestId: missing, so the call could be counted twice');
  if (!REQUEST_ID.test(requestId)) return invalid(`requestId: ${shown(requestId)} is not a request id`);
  const timestamp = parseInstant(stringAt(record, 'timestamp') ?? '');
  if (timestamp === undefined) return invalid(`timestamp: ${shown(record['timestamp'])} is not an ISO 8601 instant`);

  const { arn } = objectAt(record, 'identity');
  const principal = principalOf(arn, record['accountId'], personRoles);
  const tier = tierInBodies(bodies);
  const cacheWrites = splitCacheWrites(counted.counts.cacheWrite, bodies);
  const usage = usageOf(counted.counts, cacheWrites, bodies, guardrail);
  const call: Growing<LoggedCall> = {
    requestId: requestIdOf(requestId),
    timestamp,
    principal,
    region: regionIn(record, modelId),
    modelId,
    routedModelId: isRouter(modelId) ? routedModelId(bodies.output) : undefined,
    tier: typeof tier === 'string' ? tier : 'standard',
    usage,
    doubts: counted.doubts,
    unknownTtlTokens: cacheWrites.unknownTtlTokens,
    cachedInInput: cachedTokensInInput(counted, bodies.operation),
    mediaGiven: usage.images === 0 ? mediaGiven(bodies.input) : NO_MEDIA,
  };
  if (typeof tier !== 'string') call.unknownTier = tier.unknownTier;
  const formerPayer = otherPayerOf(arn, principal);
  if (formerPayer !== undefined) call.formerPayer = formerPayer;
  attribute(call, attributionIn(record, roleSessionOf(arn), modelId, metadataKeys));
  return { kind: 'call', call };
}

function usageOf(counts: Counts, cacheWrites: CacheWrites, bodies: LoggedBodies, guardrail: GuardrailUnits): Usage {
  return {
    inputTokens: counts.input,
    outputTokens: counts.output,
    cacheReadTokens: counts.cacheRead,
    cacheWrite5mTokens: cacheWrites.cacheWrite5mTokens,
    cacheWrite1hTokens: cacheWrites.cacheWrite1hTokens,
    images: imagesInBodies(bodies),
    videoSeconds: videoSecondsInBody(bodies.output),
    searchUnits: searchUnitsInBodies(bodies),
    guardrailContentUnits: guardrail.guardrailContentUnits,
    guardrailTopicUnits: guardrail.guardrailTopicUnits,
    guardrailSensitiveInformationUnits: guardrail.guardrailSensitiveInformationUnits,
    guardrailGroundingUnits: guardrail.guardrailGroundingUnits,
    guardrailReasoningUnits: guardrail.guardrailReasoningUnits,
    guardrailImages: guardrail.guardrailImages,
  };
}

/** Where the record names no Region, a profile of GovCloud still tells the partition; its Regions have equal rates. */
function regionIn(record: JsonObject, modelId: string): string {
  const region = (stringAt(record, 'region') ?? regionOfId(modelId)).toLowerCase();
  return REGION.test(region) ? region : '';
}

function regionOfId(modelId: string): string {
  return regionOfModelArn(modelId) ?? (modelId.startsWith('us-gov.') ? 'us-gov-west-1' : '');
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
