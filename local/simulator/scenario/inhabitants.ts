import type { PolicyHolder } from '../../../domain/iam/principal.js';
import type { World } from '../../world/world.js';
import type { SimulatedPrincipal } from './scenario.js';

const SSO_PATH = '/aws-reserved/sso.amazonaws.com/';

/** Undefined for the root, which IAM does not list. */
export function holderOfPrincipal({ kind, name }: SimulatedPrincipal): PolicyHolder | undefined {
  if (kind === 'root') return undefined;
  return { type: kind === 'role' || kind === 'sso' ? 'role' : 'user', name };
}

/** The caller's ARN as logged. */
export function identityOf({ kind, name }: SimulatedPrincipal, { accountId, partition }: World): string {
  switch (kind) {
    case 'root':
      return `arn:${partition}:iam::${accountId}:root`;
    case 'role':
    case 'sso':
      return `arn:${partition}:sts::${accountId}:assumed-role/${name}/session`;
    case 'user':
    case 'api-key':
    case 'protected':
      return `arn:${partition}:iam::${accountId}:user/${name}`;
  }
}

export function principalIdOf(principal: SimulatedPrincipal, { accountId, partition }: World): string {
  const { kind, name } = principal;
  if (kind === 'root') return `arn:${partition}:iam::${accountId}:root`;
  return `arn:${partition}:iam::${accountId}:${kind === 'role' || kind === 'sso' ? 'role' : 'user'}/${name}`;
}

/** Whether a limit can and may be enforced on it. */
export function isEnforced({ kind }: SimulatedPrincipal): boolean {
  return kind === 'user' || kind === 'api-key' || kind === 'role';
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
