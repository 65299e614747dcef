import { MINUTE_MS, type Instant } from '../../domain/instant.js';
import { holderOf, principalOf } from '../../domain/iam/principal.js';
import type { World } from '../../local/world/world.js';
import type { LoggedCall } from './traffic.js';

/** Before its first call a principal is made and given its access. */
export const MADE_BEFORE_MS = 10 * MINUTE_MS;

interface Inhabitant {
  readonly type: 'user' | 'role';
  readonly name: string;
  /** In the ARN; `/` at least. */
  readonly path: string;
  readonly isApiKey: boolean;
  readonly firstCall: Instant;
}

/** Has everybody of the account who calls made in time, with one of AWS's own policies for Bedrock. */
export function settle(world: World, calls: readonly LoggedCall[]): void {
  for (const inhabitant of inhabitantsOf(calls, world.accountId)) {
    world.time.at(inhabitant.firstCall - MADE_BEFORE_MS, () => {
      makeIn(world, inhabitant);
    });
  }
}

function makeIn({ people, partition }: World, { type, name, path, isApiKey }: Inhabitant): void {
  const holder = people.create(type, name, path);
  const policy = type === 'user' ? 'AmazonBedrockLimitedAccess' : 'AmazonBedrockFullAccess';
  people.attach(holder, `arn:${partition}:iam::aws:policy/${policy}`);
  if (isApiKey) people.createApiKey(name);
}

function inhabitantsOf(calls: readonly LoggedCall[], accountId: string): readonly Inhabitant[] {
  const found = new Map<string, Inhabitant>();
  for (const { identityArn, at } of calls) {
    if (identityArn === undefined) continue;
    const { principalId, accountType } = principalOf(identityArn);
    const holder = holderOf(principalId);
    if (holder === undefined || principalId.split(':')[4] !== accountId || found.has(principalId)) continue;
    const path = accountType === 'sso_role' ? '/aws-reserved/sso.amazonaws.com/' : pathIn(principalId);
    found.set(principalId, { ...holder, path, isApiKey: accountType === 'bedrock_api_key', firstCall: at });
  }
  return [...found.values()];
}

/** `arn:aws:iam::1:user/a/b` has the path `/a/`. */
function pathIn(principalId: string): string {
  return /:(?:user|role)(\/(?:.*\/)?)[^/]+$/.exec(principalId)?.[1] ?? '/';
}
