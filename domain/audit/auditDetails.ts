import { roleSessionOf } from '../iam/principal.js';
import { arrayAt, isObject, objectAt, stringAt, type JsonObject } from '../json.js';

/** Bounds that keep an entry far below the 400 KB of a table's item, whatever the event holds. */
const MAX_CHARACTERS = 512;
const MAX_DOCUMENT_CHARACTERS = 12_000;
const MAX_TAGS = 50;
const MAX_OWN_CHARACTERS = 24_000;
const MAX_OWN_ENTRIES = 25;

/**
 * All that is kept of a CloudTrail event, by its place, beside the role and session of its caller. Whatever is not
 * listed, secrets and prompts among it, is not.
 */
const CALL_FIELDS = ['awsRegion', 'recipientAccountId', 'sourceIPAddress', 'readOnly', 'errorCode'];
const REQUEST_FIELDS = [
  'userName',
  'roleName',
  'policyArn',
  'policyName',
  'permissionsBoundary',
  'serviceName',
  'serviceSpecificCredentialId',
  'credentialAgeDays',
  'status',
  'modelId',
  'model',
  'callWithBearerToken',
  'bearerTokenType',
];
const RESPONSE_FIELDS = ['arn', 'status', 'jobArn'];
const RESPONSE_SECTIONS: Readonly<Record<string, readonly string[]>> = {
  user: ['arn', 'userName'],
  role: ['arn', 'roleName'],
  serviceSpecificCredential: ['userName', 'serviceName', 'serviceSpecificCredentialId', 'status', 'expirationDate'],
};
const ADDITIONAL_FIELDS = ['inferenceRegion', 'callWithBearerToken'];

/** The details of CloudTrail's `detail`; only what is listed above, and of that only scalars, cut to bounds. */
export function cloudTrailDetails(detail: JsonObject): JsonObject {
  const response = objectAt(detail, 'responseElements');
  const sections = Object.entries(RESPONSE_SECTIONS).map(([name, fields]): [string, JsonObject] => [
    name,
    picked(objectAt(response, name), fields),
  ]);
  return withoutEmpty({
    ...picked(detail, CALL_FIELDS),
    ...errorMessageIn(detail),
    userIdentity: { ...roleSessionOf(objectAt(detail, 'userIdentity')['arn']) },
    requestParameters: requestDetails(objectAt(detail, 'requestParameters')),
    responseElements: { ...picked(response, RESPONSE_FIELDS), ...withoutEmpty(Object.fromEntries(sections)) },
    additionalEventData: picked(objectAt(detail, 'additionalEventData'), ADDITIONAL_FIELDS),
  });
}

/** The details of our event: scalars and lists of them, down to one level, as far as there is room. */
export function ownDetails(detail: JsonObject): JsonObject {
  let room = MAX_OWN_CHARACTERS;
  const kept = Object.entries(detail).flatMap(([key, value]): [string, unknown][] => {
    const plain = ownValue(value);
    const size = JSON.stringify([key, plain]).length;
    if (plain === undefined || size > room) return [];
    room -= size;
    return [[key, plain]];
  });
  return Object.fromEntries(kept);
}

/** Text that says at its end where it was cut. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function requestDetails(parameters: JsonObject): JsonObject {
  const document = stringAt(parameters, 'policyDocument');
  const tags = arrayAt(parameters, 'tags')
    .slice(0, MAX_TAGS)
    .map((tag) => picked(tag, ['key', 'value']));
  return {
    ...picked(parameters, REQUEST_FIELDS),
    ...(document === undefined ? {} : { policyDocument: cut(document, MAX_DOCUMENT_CHARACTERS) }),
    ...(tags.length === 0 ? {} : { tags }),
  };
}

/** The message of a failed model call may quote the prompt, unless it is a refusal of access. */
function errorMessageIn(detail: JsonObject): JsonObject {
  const isSafe =
    detail['eventSource'] === 'iam.amazonaws.com' || (stringAt(detail, 'errorCode') ?? '').startsWith('AccessDenied');
  return isSafe ? picked(detail, ['errorMessage']) : {};
}

function picked(source: unknown, fields: readonly string[]): JsonObject {
  if (!isObject(source)) return {};
  const found = fields.map(
    (field) => [field, Object.hasOwn(source, field) ? scalar(source[field]) : undefined] as const,
  );
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

function ownValue(value: unknown): unknown {
  if (!isObject(value)) return scalarOrList(value);
  const entries = Object.entries(value).slice(0, MAX_OWN_ENTRIES);
  const kept = entries.map(([key, entry]) => [key, scalarOrList(entry)] as const);
  return Object.fromEntries(kept.filter(([, entry]) => entry !== undefined));
}

function scalarOrList(value: unknown): unknown {
  if (!Array.isArray(value)) return scalar(value);
  return value
    .slice(0, MAX_OWN_ENTRIES)
    .map(scalar)
    .filter((entry) => entry !== undefined);
}

function scalar(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string') return cut(value, MAX_CHARACTERS);
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) ? value : undefined;
}

function withoutEmpty(sections: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(sections).filter(([, value]) => !isObject(value) || Object.keys(value).length > 0),
  );
}
