import { memoize } from '../memoize.js';

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
  | 'sso_role'
  | 'service_linked_role'
  | 'federated_user'
  | 'root'
  | 'unknown';

export interface Principal {
  /** Canonical IAM ARN: every session of a role is the role, `arn:aws:iam::111122223333:role/NAME`, without its path. */
  readonly principalId: string;
  readonly accountType: AccountType;
}

/** Spend whose caller the record does not name still has to be somebody's. */
const UNKNOWN_PRINCIPAL: Principal = { principalId: 'unknown', accountType: 'unknown' };

/** Bounded, for it becomes a key; a resource that ends in a slash names nobody. */
const ARN = /^arn:(aws[a-z-]*):(iam|sts)::([0-9A-Za-z]+):([\x21-\x7e]{0,1000}[\x21-\x2e\x30-\x7e])$/;

/** The bedrock console names the user behind a long-term API key so; other users can own keys too. */
const API_KEY_USER = /^BedrockAPIKey-/;

/**
 * Who pays for an invocation, from `identity.arn` of its log record (any partition). A caller of another account than
 * the record's is `unknown`: its IAM is out of reach.
 */
export function principalOf(identityArn: unknown, recordAccountId?: unknown): Principal {
  const caller = typeof identityArn === 'string' ? callerOf(identityArn) : NOBODY;
  return isForeign(caller.accountId, recordAccountId)
    ? { ...caller.principal, accountType: 'unknown' }
    : caller.principal;
}

/** The name of the session by which a role is used, from `identity.arn`; undefined for all others. */
export function sessionOf(identityArn: unknown): string | undefined {
  return typeof identityArn === 'string' ? callerOf(identityArn).session : undefined;
}

/** The others can only be alerted about: IAM offers no way to cut them off singly. */
export function isEnforceable(accountType: AccountType): boolean {
  return accountType === 'bedrock_api_key' || accountType === 'iam_user' || accountType === 'iam_role';
}

/** The user or role behind an ARN, with or without a path; undefined for any other. */
export function holderOf(arn: string): PolicyHolder | undefined {
  const [, type, name] = /:(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (name === undefined) return undefined;
  return { type: type === 'user' ? 'user' : 'role', name };
}

interface Caller {
  readonly accountId: string;
  readonly principal: Principal;
  readonly session: string | undefined;
}

const NOBODY: Caller = { accountId: '', principal: UNKNOWN_PRINCIPAL, session: undefined };

const callerOf = memoize((identityArn): Caller => {
  const match = ARN.exec(identityArn);
  if (match === null) return NOBODY;
  const [arn, partition = '', , accountId = '', resource = ''] = match;
  const principal = principalOfResource(arn, `arn:${partition}:iam::${accountId}`, resource);
  return { accountId, principal, session: /^assumed-role\/[^/]+\/([^/]+)$/.exec(resource)?.[1] };
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
