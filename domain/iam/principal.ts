import { memoize } from '../memoize.js';
import { isPersonRole, NO_PERSON_ROLES, personIdOf, type PersonRoles } from './person.js';

/** A user or role of an account. */
export interface PolicyHolder {
  readonly type: 'user' | 'role';
  readonly name: string;
}

/** What kind of caller a principal is; decides whether its access can be suspended. */
export type AccountType =
  | 'bedrock_api_key'
  | 'iam_user'
  | 'iam_role'
  /** Behind a session of a role whose session names an identity provider gives. */
  | 'person'
  | 'sso_role'
  | 'service_linked_role'
  | 'federated_user'
  | 'root'
  /** Of several principals, `team/NAME`: a budget of its own that its members' spend counts in. */
  | 'team'
  | 'unknown';

export interface Principal {
  /**
   * `person/NAME`, or a canonical IAM ARN: every other session of a role is the role,
   * `arn:aws:iam::111122223333:role/NAME`, without its path.
   */
  readonly principalId: string;
  readonly accountType: AccountType;
}

/** Spend whose caller the record does not name still has to be somebody's. */
const UNKNOWN_PRINCIPAL: Principal = { principalId: 'unknown', accountType: 'unknown' };

/** Bounded, for it becomes a key; a resource that ends in a slash names nobody. */
const ARN = /^arn:(aws[a-z-]*):(iam|sts)::([0-9A-Za-z]+):([\x21-\x7e]{0,1000}[\x21-\x2e\x30-\x7e])$/;

/** The bedrock console names the user behind a long-term API key so; other users can own keys too. */
const API_KEY_USER = /^BedrockAPIKey-/;

/** The role and the session by which a call was made, as the identity names them. */
export interface RoleSession {
  readonly role: string;
  readonly session: string;
}

/**
 * Who pays for an invocation, from `identity.arn` of its log record (any partition). A caller of another account than
 * the record's is `unknown`: its IAM is out of reach.
 */
export function principalOf(
  identityArn: unknown,
  recordAccountId?: unknown,
  personRoles: PersonRoles = NO_PERSON_ROLES,
): Principal {
  const { accountId, principal } = typeof identityArn === 'string' ? callerOf(identityArn) : NOBODY;
  if (isForeign(accountId, recordAccountId)) return { ...principal, accountType: 'unknown' };
  if (typeof identityArn !== 'string' || personRoles.length === 0) return principal;
  let payerOf = payersBy.get(personRoles);
  if (payerOf === undefined) {
    payerOf = memoize((arn) => personOr(callerOf(arn), personRoles));
    payersBy.set(personRoles, payerOf);
  }
  return payerOf(identityArn);
}

/** Thousands of calls are of the same few callers, under one list of person roles. */
const payersBy = new WeakMap<PersonRoles, (identityArn: string) => Principal>();

function personOr({ principal, roleSession }: Caller, personRoles: PersonRoles): Principal {
  if (roleSession === undefined || !isPersonRole(roleSession.role, personRoles)) return principal;
  const principalId = personIdOf(roleSession.session);
  return principalId === undefined ? principal : { principalId, accountType: 'person' };
}

/**
 * Who pays for the same call under other person roles: of a person the role, of a role of Identity Center the person.
 * Other roles have sessions without number, which are not looked for.
 */
export function otherPayerOf(identityArn: unknown, { accountType }: Principal): Principal | undefined {
  const { principal, roleSession } = typeof identityArn === 'string' ? callerOf(identityArn) : NOBODY;
  if (accountType === 'person') return principal;
  const principalId =
    accountType === 'sso_role' && roleSession !== undefined ? personIdOf(roleSession.session) : undefined;
  return principalId === undefined ? undefined : { principalId, accountType: 'person' };
}

/**
 * The principal of an id as budgets have it, `person/NAME`, `team/NAME` or an ARN of IAM; of another spelling of one the
 * same. `unknown` is what is no id of a principal.
 */
export function principalWithId(id: string): Principal {
  const [, kind, name = ''] = /^(person|team)\/(.+)$/.exec(id) ?? [];
  if (kind === 'team') return { principalId: id, accountType: 'team' };
  if (kind === undefined) return callerOf(id).principal;
  const principalId = personIdOf(name);
  return principalId === undefined ? UNKNOWN_PRINCIPAL : { principalId, accountType: 'person' };
}

/** The role and session behind `identity.arn`; undefined for all callers that use no role. */
export function roleSessionOf(identityArn: unknown): RoleSession | undefined {
  return typeof identityArn === 'string' ? callerOf(identityArn).roleSession : undefined;
}

/** What a stack can suspend beside users and roles. */
export interface PersonEnforcement {
  readonly personRoles: PersonRoles;
  /** How many policies the stack has for denying persons; 0: none can be suspended. */
  readonly personPolicies: number;
}

/**
 * Why a principal can only be alerted about, undefined if it can be suspended. A role of many people is never suspended
 * for one of them; a team by its members.
 */
export function reasonNotToSuspend(
  { principalId, accountType }: Principal,
  { personRoles, personPolicies }: PersonEnforcement,
): string | undefined {
  if (accountType === 'person') {
    return personPolicies > 0 ? undefined : 'personPolicies is 0: the stack has no policy that denies single persons';
  }
  if (accountType === 'team') return undefined;
  if (!isHolder(accountType)) return `IAM cannot change a principal of type ${accountType}`;
  return isRoleOfPersons(holderOf(principalId), personRoles)
    ? 'a role of many people, who are suspended one by one'
    : undefined;
}

function isHolder(accountType: AccountType): boolean {
  return accountType === 'bedrock_api_key' || accountType === 'iam_user' || accountType === 'iam_role';
}

/** Whether the sessions of a role are persons with budgets of their own. */
export function isRoleOfPersons(holder: PolicyHolder | undefined, personRoles: PersonRoles): boolean {
  return holder?.type === 'role' && isPersonRole(holder.name, personRoles);
}

/** The user or role behind an ARN, with or without a path; undefined for any other. */
export const holderOf = memoize((arn): PolicyHolder | undefined => {
  const [, type, name] = /:(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (name === undefined) return undefined;
  return { type: type === 'user' ? 'user' : 'role', name };
});

interface Caller {
  readonly accountId: string;
  readonly principal: Principal;
  readonly roleSession: RoleSession | undefined;
}

const NOBODY: Caller = { accountId: '', principal: UNKNOWN_PRINCIPAL, roleSession: undefined };

const callerOf = memoize((identityArn): Caller => {
  const match = ARN.exec(identityArn);
  if (match === null) return NOBODY;
  const [arn, partition = '', , accountId = '', resource = ''] = match;
  const principal = principalOfResource(arn, `arn:${partition}:iam::${accountId}`, resource);
  const [, role, session] = /^assumed-role\/([^/]+)\/([^/]+)$/.exec(resource) ?? [];
  const roleSession = role === undefined || session === undefined ? undefined : { role, session };
  return { accountId, principal, roleSession };
});

function principalOfResource(arn: string, iam: string, resource: string): Principal {
  const [kind = '', ...rest] = resource.split('/');
  const name = rest.at(-1) ?? '';
  if (resource === 'root') return { principalId: arn, accountType: 'root' };
  if (kind === 'user' && name !== '') {
    return { principalId: arn, accountType: API_KEY_USER.test(name) ? 'bedrock_api_key' : 'iam_user' };
  }
  if (kind === 'assumed-role' && rest[0] !== undefined && rest[0] !== '') return role(iam, rest[0], '');
  if (kind === 'role' && name !== '') return role(iam, name, rest.slice(0, -1).join('/'));
  if (kind === 'federated-user' && name !== '') return { principalId: arn, accountType: 'federated_user' };
  return { principalId: arn, accountType: 'unknown' };
}

function role(iam: string, name: string, path: string): Principal {
  return { principalId: `${iam}:role/${name}`, accountType: roleType(name, path) };
}

function roleType(name: string, path: string): AccountType {
  if (name.startsWith('AWSReservedSSO_')) return 'sso_role';
  if (name.startsWith('AWSServiceRoleFor') || path.startsWith('aws-service-role')) return 'service_linked_role';
  return 'iam_role';
}

/** Published samples mask account ids with letters; only two real ids can tell a foreign caller. */
function isForeign(accountId: string, recordAccountId: unknown): boolean {
  if (accountId === recordAccountId || typeof recordAccountId !== 'string') return false;
  const real = /^\d{12}$/;
  return real.test(accountId) && real.test(recordAccountId);
}
