import { PERSON_PREFIX } from '../../../domain/iam/person.js';
import type { PolicyHolder } from '../../../domain/iam/principal.js';
import type { World } from '../../world/world.js';
import { personPolicyArnsOf } from '../../world/iam/personPolicyArns.js';
import { FEDERATED_ROLE, SHARED_SSO_ROLE } from './generatePersons.js';
import { fractionFor } from './random.js';
import type { SimulatedCall, SimulatedPerson, SimulatedPrincipal } from './scenario.js';

const SSO_PATH = '/aws-reserved/sso.amazonaws.com/';

/** Undefined for the root, which IAM does not list, and for persons, whom it does not know. */
export function holderOfPrincipal({ kind, name }: SimulatedPrincipal): PolicyHolder | undefined {
  if (kind === 'root' || kind === 'person') return undefined;
  return { type: kind === 'role' || kind === 'sso' ? 'role' : 'user', name };
}

/** A person's session of one call: always the same for a request, in whatever record. */
export function sessionOf(
  { roles, sessions }: SimulatedPerson,
  { requestId }: Pick<SimulatedCall, 'requestId'>,
): { readonly role: string; readonly session: string } {
  const oneOf = (items: readonly string[], what: string): string =>
    items[Math.floor(fractionFor(0, `${what} ${requestId}`) * items.length)] ?? '';
  return { role: oneOf(roles, 'role'), session: oneOf(sessions, 'session') };
}

/** The caller's ARN as logged. */
export function identityOf(
  { kind, name, person }: SimulatedPrincipal,
  { accountId, partition }: World,
  call: SimulatedCall,
): string {
  if (person !== undefined) {
    const { role, session } = sessionOf(person, call);
    return `arn:${partition}:sts::${accountId}:assumed-role/${role}/${session}`;
  }
  switch (kind) {
    case 'root':
      return `arn:${partition}:iam::${accountId}:root`;
    case 'role':
      return `arn:${partition}:sts::${accountId}:assumed-role/${name}/session`;
    case 'sso':
      // Names no person, so the role pays.
      return `arn:${partition}:sts::${accountId}:assumed-role/${name}/botocore-session-1790000000`;
    case 'user':
    case 'api-key':
    case 'protected':
    case 'person':
      return `arn:${partition}:iam::${accountId}:user/${name}`;
  }
}

export function principalIdOf(principal: SimulatedPrincipal, { accountId, partition }: World): string {
  const { kind, name } = principal;
  if (kind === 'person') return `${PERSON_PREFIX}${name.toLowerCase()}`;
  if (kind === 'root') return `arn:${partition}:iam::${accountId}:root`;
  return `arn:${partition}:iam::${accountId}:${kind === 'role' || kind === 'sso' ? 'role' : 'user'}/${name}`;
}

/** Whether a limit can and may be enforced on it. */
export function isEnforced({ kind }: SimulatedPrincipal): boolean {
  return kind === 'user' || kind === 'api-key' || kind === 'role' || kind === 'person';
}

export function policyArnOf(policy: string, { accountId, partition }: World): string {
  return `arn:${partition}:iam::${accountId}:policy/${policy}`;
}

function allowing(action: string): string {
  return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"${action}","Resource":"*"}]}`;
}

/** Creates all principals with access to Bedrock. */
export function settle(world: World, principals: readonly SimulatedPrincipal[]): void {
  world.iam.addPolicy(policyArnOf(OWN_ACCESS, world), allowing('bedrock:*'));
  for (const policy of new Set(['team-1', 'team-2', ...principals.flatMap(({ policies }) => policies)])) {
    world.iam.addPolicy(policyArnOf(policy, world), allowing('s3:GetObject'));
  }
  for (const principal of principals) make(world, principal);
  makeSharedRoles(world);
}

/** Unseen by the stack, for they are older than it. */
function makeSharedRoles({ iam, accountId, partition, functions }: World): void {
  const access = `arn:${partition}:iam::aws:policy/AmazonBedrockFullAccess`;
  const make = (path: string, name: string, policyArns: readonly string[]): void => {
    iam.addPrincipal('role', `arn:${partition}:iam::${accountId}:role${path}${name}`);
    for (const policyArn of policyArns) iam.held({ type: 'role', name }).attached.add(policyArn);
  };
  make(`${SSO_PATH}us-east-1/`, SHARED_SSO_ROLE, [access, ...personPolicyArnsOf({ functions })]);
  make('/', FEDERATED_ROLE, [access]);
}

export function make(world: World, principal: SimulatedPrincipal): void {
  const holder = holderOfPrincipal(principal);
  if (holder === undefined) return;
  world.people.create(holder.type, holder.name, principal.kind === 'sso' ? SSO_PATH : '/');
  world.people.attach(holder, accessOf(world, principal, holder.type));
  for (const policy of principal.policies) world.people.attach(holder, policyArnOf(policy, world));
  if (principal.kind === 'api-key') world.people.createApiKey(holder.name);
}

const OWN_ACCESS = 'own-bedrock-access';

function accessOf(world: World, { hasOwnAccess }: SimulatedPrincipal, type: PolicyHolder['type']): string {
  if (hasOwnAccess) return policyArnOf(OWN_ACCESS, world);
  const name = type === 'user' ? 'AmazonBedrockLimitedAccess' : 'AmazonBedrockFullAccess';
  return `arn:${world.partition}:iam::aws:policy/${name}`;
}
