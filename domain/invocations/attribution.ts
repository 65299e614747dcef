import { NO_PERSON_ROLES, type PersonRoles } from '../iam/person.js';
import type { RoleSession } from '../iam/principal.js';
import { isObject, type Growing, type JsonObject } from '../json.js';

/** What a log record tells of a call beside who pays for it. */
export interface Attribution {
  /** The role and session by which it was made, as AWS has them. */
  readonly caller?: RoleSession;
  /** ARN of the application inference profile that was called. */
  readonly inferenceProfile?: string;
  /** Request metadata by key. Callers choose it: it attributes and never decides who pays. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What a stack's settings say about who called. */
export interface AttributionRules {
  readonly personRoles: PersonRoles;
  /** The keys of `requestMetadata` that are kept. */
  readonly metadataKeys: readonly string[];
}

/** Without a configuration every session is its role's, and no metadata is kept. */
export const NO_ATTRIBUTION_RULES: AttributionRules = { personRoles: NO_PERSON_ROLES, metadataKeys: [] };

/** Bedrock takes values of up to 256 characters (API reference, Converse, requestMetadata). */
const MAX_VALUE_CHARACTERS = 256;

/** Controls, direction marks and halves of a surrogate pair: neither fit to be stored nor to be printed. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

const APPLICATION_PROFILE = /^arn:aws[a-z-]*:bedrock:[^:/]*:[^:/]*:application-inference-profile\/./;

/** The attribution of a record whose caller and model are read already. */
export function attributionIn(
  record: JsonObject,
  caller: RoleSession | undefined,
  modelId: string,
  metadataKeys: readonly string[],
): Attribution {
  const found: Growing<Attribution> = {};
  if (caller !== undefined) found.caller = caller;
  if (APPLICATION_PROFILE.test(modelId)) found.inferenceProfile = modelId;
  const metadata = metadataIn(record['requestMetadata'], metadataKeys);
  if (metadata !== undefined) found.metadata = metadata;
  return found;
}

/** The part of an invocation or of a usage record that attributes it. */
export function attributionOf(source: Attribution): Attribution {
  const found: Growing<Attribution> = {};
  attribute(found, source);
  return found;
}

/** Gives an invocation or a usage record what attributes another. */
export function attribute(target: Growing<Attribution>, { caller, inferenceProfile, metadata }: Attribution): void {
  if (caller !== undefined) target.caller = caller;
  if (inferenceProfile !== undefined) target.inferenceProfile = inferenceProfile;
  if (metadata !== undefined) target.metadata = metadata;
}

/** As usage lines and `cost --json` name it. */
export function attributionFields({ caller, inferenceProfile, metadata }: Attribution): JsonObject {
  return {
    ...caller,
    ...(inferenceProfile === undefined ? {} : { inferenceProfile }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

/** Texts at these keys, cut to bounds; undefined if there are none. */
function metadataIn(given: unknown, keys: readonly string[]): Attribution['metadata'] {
  if (keys.length === 0 || !isObject(given)) return undefined;
  const found = keys.flatMap((key) => {
    const value = given[key];
    return typeof value === 'string' && value !== '' ? [[key, fitted(value)] as const] : [];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** The cut falls between characters, not inside one. */
function fitted(value: string): string {
  const characters = Array.from(value.slice(0, 2 * MAX_VALUE_CHARACTERS));
  return characters.slice(0, MAX_VALUE_CHARACTERS).join('').replace(UNFIT, '\ufffd');
}
