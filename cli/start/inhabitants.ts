import { MINUTE_MS, type Instant } from '../../domain/instant.js';
import { holderOf, principalOf } from '../../domain/iam/principal.js';
import { personPolicyArnsOf } from '../../local/world/iam/personPolicyArns.js';
import type { World } from '../../local/world/world.js';
import type { LoggedCall } from './traffic.js';

/** Before its first call a principal is made and given its access. */
export const MADE_BEFORE_MS = 10 * MINUTE_MS;

/** Followed by the Region of IAM Identity Center. */
const SSO_PATH = '/aws-reserved/sso.amazonaws.com/';

interface Inhabitant {
  readonly type: 'user' | 'role';
  readonly name: string;
  /** In the ARN; `/` at least. */
  readonly path: string;
  readonly isApiKey: boolean;
  readonly isPermissionSet: boolean;
  readonly firstCall: Instant;
}

/** Has everybody of the account who calls made in time, with one of AWS's own policies for Bedrock. */
export function settle(world: World, calls: readonly LoggedCall[]): void {
  for (const inhabitant of inhabitantsOf(calls, world)) {
    world.time.at(inhabitant.firstCall - MADE_BEFORE_MS, () => {
      makeIn(world, inhabitant);
    });
  }
}

function makeIn(world: World, { type, name, path, isApiKey, isPermissionSet }: Inhabitant): void {
  const { people, iam, partition } = world;
  const holder = people.create(type, name, path);
  const policy = type === 'user' ? 'AmazonBedrockLimitedAccess' : 'AmazonBedrockFullAccess';
  people.attach(holder, `arn:${partition}:iam::aws:policy/${policy}`);
  if (isApiKey) people.createApiKey(name);
  // By the references of its permission set, which were made before.
  if (isPermissionSet) for (const policyArn of personPolicyArnsOf(world)) iam.held(holder).attached.add(policyArn);
}

function inhabitantsOf(calls: readonly LoggedCall[], { accountId, tables }: World): readonly Inhabitant[] {
  const found = new Map<string, Inhabitant>();
  for (const { identityArn, at } of calls) {
    if (identityArn === undefined) continue;
    const { principalId, accountType } = principalOf(identityArn);
    const holder = holderOf(principalId);
    if (holder === undefined || principalId.split(':')[4] !== accountId || found.has(principalId)) continue;
    const isPermissionSet = accountType === 'sso_role';
    const path = isPermissionSet ? `${SSO_PATH}${tables.all[0]?.region ?? ''}/` : pathIn(principalId);
    const isApiKey = accountType === 'bedrock_api_key';
    found.set(principalId, { ...holder, path, isApiKey, isPermissionSet, firstCall: at });
  }
  return [...found.values()];
}

/** `arn:aws:iam::1:user/a/b` has the path `/a/`. */
function pathIn(principalId: string): string {
  return /:(?:user|role)(\/(?:.*\/)?)[^/]+$/.exec(principalId)?.[1] ?? '/';
}
