import { leftToTake, type PrincipalAccess, type Taken } from './principalAccess.js';
import { reasonNotToSuspend, type PersonEnforcement, type Principal } from './principal.js';
import { matchesAny } from './pattern.js';

/** How a stack suspends; fixed when it is deployed, for its permissions name the same ARNs. */
export interface EnforcementConfig {
  /** The managed policy that denies Bedrock. */
  readonly denyPolicyArn: string;
  /** The managed policy that, as a permissions boundary, allows all but Bedrock. */
  readonly denyBoundaryArn: string;
  /** Whether that boundary may be set and removed at all: whoever may do so can take away anybody's boundary. */
  readonly fallsBackToBoundary: boolean;
  /** Managed policies that are taken from a suspended principal that has them. */
  readonly detachPolicyArns: readonly string[];
  /** Whether long-term Bedrock API keys of a suspended user become inactive as well. */
  readonly deactivatesKeys: boolean;
  /** Managed policies that IAM lets a principal of this account have: 10, or more by a raised quota. */
  readonly attachmentQuota: number;
  /** Of the policies that deny single persons, in order; empty if the stack has none. */
  readonly personPolicyArns: readonly string[];
  /** Patterns of ARNs of the stack's own roles; `*` is any run of characters. */
  readonly ownRoles: readonly string[];
}

export type SuspensionStep =
  | { readonly type: 'AttachDeny' }
  | { readonly type: 'SetDenyBoundary' }
  | { readonly type: 'DetachPolicy'; readonly policyArn: string }
  | { readonly type: 'DeactivateKey'; readonly keyId: string };

export type SuspensionPlan =
  | { readonly kind: 'steps'; readonly steps: readonly SuspensionStep[] }
  /** The principal cannot or must not be suspended. */
  | { readonly kind: 'alert-only'; readonly reason: string };

/** Whom a stack may suspend. */
export interface SuspensionPolicy extends PersonEnforcement {
  /** Patterns of principal ids and ARNs. */
  readonly protectedPrincipals: readonly string[];
}

/** With it begins the reason of a principal whom people can make room for. */
export const NO_ROOM = 'no room for the Deny';

/**
 * What is left to do until a principal is suspended, in order; of its policies and keys only what its restore point says
 * is taken. The Deny comes first; where no attachment is free it takes the place of a policy that is detached anyway, or
 * else, if the stack falls back to that, is set as the boundary of a principal that has none.
 */
export function suspensionPlan(
  principal: Principal,
  access: PrincipalAccess,
  taken: Taken,
  { enforcementConfig, policy }: { readonly enforcementConfig: EnforcementConfig; readonly policy: SuspensionPolicy },
): SuspensionPlan {
  const refusal = refusalOf(principal, access, enforcementConfig, policy);
  if (refusal !== undefined) return { kind: 'alert-only', reason: refusal };
  const left = leftToTake(access, taken);
  const detach = left.detachedPolicyArns.map((policyArn) => ({ type: 'DetachPolicy', policyArn }) as const);
  const deactivate = left.deactivatedKeyIds.map((keyId) => ({ type: 'DeactivateKey', keyId }) as const);
  if (isDenied(access, enforcementConfig)) return steps([...detach, ...deactivate]);
  const free = enforcementConfig.attachmentQuota - access.attachedPolicyArns.length;
  if (free > 0) return steps([{ type: 'AttachDeny' }, ...detach, ...deactivate]);
  if (free + detach.length > 0) return steps([...detach, { type: 'AttachDeny' }, ...deactivate]);
  const obstacle = boundaryObstacle(access, enforcementConfig);
  if (obstacle === undefined) return steps([{ type: 'SetDenyBoundary' }, ...detach, ...deactivate]);
  const count = access.attachedPolicyArns.length;
  return { kind: 'alert-only', reason: `${NO_ROOM}: ${count} policies are attached, and ${obstacle}` };
}

/** Why the Deny cannot be the boundary; undefined if it can. */
function boundaryObstacle(access: PrincipalAccess, { fallsBackToBoundary }: EnforcementConfig): string | undefined {
  if (!fallsBackToBoundary) return 'boundaryFallback is off';
  return access.boundaryArn === undefined ? undefined : 'a boundary is set';
}

/** Whether the stack's Deny is on a principal, as a policy or as its boundary. */
export function isDenied(access: PrincipalAccess, { denyPolicyArn, denyBoundaryArn }: EnforcementConfig): boolean {
  return access.attachedPolicyArns.includes(denyPolicyArn) || access.boundaryArn === denyBoundaryArn;
}

function refusalOf(
  principal: Principal,
  access: PrincipalAccess,
  enforcementConfig: EnforcementConfig,
  policy: SuspensionPolicy,
): string | undefined {
  const { principalId } = principal;
  const reason = reasonNotToSuspend(principal, policy);
  if (reason !== undefined) return reason;
  if (/:role\/aws-(?:service-role|reserved)\//.test(access.arn)) return 'AWS alone can change a role of its own';
  if (matchesAny([principalId, access.arn], enforcementConfig.ownRoles)) return 'a role of this stack itself';
  if (matchesAny([principalId, access.arn], policy.protectedPrincipals)) return 'protected by configuration';
  return undefined;
}

function steps(list: readonly SuspensionStep[]): SuspensionPlan {
  return { kind: 'steps', steps: list };
}
