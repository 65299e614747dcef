import { matchesPattern } from './pattern.js';

/**
 * Whose session names are given by an identity provider: patterns of role names. A session of such a role is a person;
 * session names of all other roles are chosen by the caller and prove nothing.
 */
export type PersonRoles = readonly string[];

/** Without a configuration nobody is known to be a person. */
export const NO_PERSON_ROLES: PersonRoles = [];

/** The roles of IAM Identity Center. */
export const DEFAULT_PERSON_ROLES: PersonRoles = ['AWSReservedSSO_*'];

/** With it the principal id of each person begins. */
export const PERSON_PREFIX = 'person/';

/** As STS takes a session name; no character of it is a wildcard of IAM. */
const SESSION_NAME = /^[A-Za-z0-9_+=,.@-]{2,64}$/;

/** Sessions that programs begin, each under a name that an SDK or a service makes up. */
const MADE_UP: readonly RegExp[] = [
  /^BedrockAgentCore-/i,
  // botocore-session-1700000000, aws-sdk-js-session-…, aws-sdk-java-…, aws-go-sdk-…, aws-sdk-php-…, AWSCLI-Session
  /^(?:botocore|aws-sdk|aws-go-sdk|awscli|boto3)[\w.-]*$/i,
  // Instances of EC2 and tasks of ECS.
  /^i-[0-9a-f]{8,17}$/,
  /^[0-9a-f]{32}$/,
  // A unique id of IAM.
  /^A(?:ROA|IDA|SIA|KIA)[A-Z0-9]{12,}$/,
];

export function isPersonRole(roleName: string, personRoles: PersonRoles): boolean {
  return personRoles.some((pattern) => matchesPattern(pattern, roleName));
}

/**
 * `person/NAME`, the principal id of the person behind a session of a person role; undefined where the session names no
 * person. One person has one id in whatever case the name comes.
 */
export function personIdOf(session: string): string | undefined {
  if (!SESSION_NAME.test(session) || MADE_UP.some((pattern) => pattern.test(session))) return undefined;
  return `${PERSON_PREFIX}${session.toLowerCase()}`;
}

export function isPersonId(principalId: string): boolean {
  return principalId.startsWith(PERSON_PREFIX);
}

/** The NAME of `person/NAME`. */
export function personName(principalId: string): string {
  return principalId.slice(PERSON_PREFIX.length);
}
