import { matchesPattern } from '../iam/pattern.js';
import { holderOf, type AccountType, type Principal } from '../iam/principal.js';

/** Of what kind of caller; a pattern may name one in place of a principal. */
const ACCOUNT_TYPES = [
  'bedrock_api_key',
  'iam_user',
  'iam_role',
  'person',
  'sso_role',
  'service_linked_role',
  'federated_user',
  'root',
  'unknown',
] as const satisfies readonly AccountType[];

/** `user/NAME`, `role/NAME` or `person/NAME`, a whole ARN, or `*`; each with `*` for any run of characters. */
const NAMED = /^(?:user\/[\w+=,.@*\/-]*[\w+=,.@*-]|role\/[\w+=,.@*-]+|person\/[a-z0-9_+=,.@*-]+|\*)$/;
const ARN = /^arn:[a-z*-]+:iam::[\d*]+:(?:user\/[\w+=,.@*\/-]*[\w+=,.@*-]|role\/[\w+=,.@*-]+|\*)$/;
const PROFILE = /^(?:arn:[a-z*-]+:bedrock:[a-z0-9*-]+:[\d*]+:)?application-inference-profile\/[A-Za-z0-9*-]+$/;

const EXPECTED = `user/NAME, role/NAME without its path, person/NAME in small letters, an ARN, or one of ${ACCOUNT_TYPES.join(', ')}`;

/** Why a text can match no principal; undefined if it can. */
export function patternProblem(text: string): string | undefined {
  return isAccountType(text) || NAMED.test(text) || ARN.test(text) ? undefined : `is not ${EXPECTED}`;
}

/** The same for the members of a team. */
export function memberProblem(text: string): string | undefined {
  if (text.startsWith('team/')) return 'is a team in a team; list its members instead';
  if (PROFILE.test(text) || patternProblem(text) === undefined) return undefined;
  return `is not ${EXPECTED}, or application-inference-profile/ID`;
}

/** Whether a pattern is one of an application inference profile. */
function isOfProfile(pattern: string): boolean {
  return PROFILE.test(pattern);
}

export function matchesPrincipal(pattern: string, { principalId, accountType }: Principal): boolean {
  if (accountType === 'team' || isOfProfile(pattern)) return false;
  if (isAccountType(pattern)) return accountType === pattern;
  return spellingsOf(principalId).some((spelling) => matchesPattern(pattern, spelling));
}

/** By which profile a call was made, as the log names it. */
export function matchesProfile(pattern: string, profileArn: string): boolean {
  if (!isOfProfile(pattern)) return false;
  const id = profileArn.slice(profileArn.lastIndexOf(':') + 1);
  return matchesPattern(pattern, profileArn) || matchesPattern(pattern, id);
}

/** A principal by its id, and of a user or role by its name alone and with its path. */
function spellingsOf(principalId: string): readonly string[] {
  const holder = holderOf(principalId);
  if (holder === undefined) return [principalId];
  // A path may hold a colon.
  const resource = principalId.split(':').slice(5).join(':');
  return [principalId, `${holder.type}/${holder.name}`, resource];
}

/** What an account type stands for among patterns. */
const PATTERN_OF: Readonly<Partial<Record<string, string>>> = {
  bedrock_api_key: 'user/*',
  iam_user: 'user/*',
  iam_role: 'role/*',
  sso_role: 'role/*',
  service_linked_role: 'role/*',
  person: 'person/*',
};

/**
 * Whether a pattern matches whatever another matches. A `*` of the other is matched by a `*` alone, so that no is said
 * where it is not certain.
 */
export function covers(pattern: string, other: string): boolean {
  if (pattern === '*' || pattern === other) return true;
  if (isAccountType(pattern)) return pattern === 'person' && other.startsWith('person/');
  return matchesPattern(pattern, PATTERN_OF[other] ?? other);
}

function isAccountType(text: string): boolean {
  const types: readonly string[] = ACCOUNT_TYPES;
  return types.includes(text);
}
