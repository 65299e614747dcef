import type { PrincipalAccess, Taken } from './principalAccess.js';
import type { EnforcementConfig } from './suspensionPlan.js';

export type RestorationStep =
  | { readonly type: 'DetachDeny' }
  | { readonly type: 'RemoveDenyBoundary' }
  | { readonly type: 'AttachPolicy'; readonly policyArn: string }
  | { readonly type: 'ActivateKey'; readonly keyId: string };

export interface RestorationPlan {
  readonly steps: readonly RestorationStep[];
  /** What cannot be given back, and why; one line each. */
  readonly notRestorable: readonly string[];
}

/**
 * What is left to do until a principal has what it had, in order. The Deny goes first, whether or not there is a
 * restore point, so that its attachment is free for what comes back.
 */
export function restorationPlan(
  restorePoint: Taken | undefined,
  access: PrincipalAccess,
  enforcementConfig: EnforcementConfig,
): RestorationPlan {
  const remove: RestorationStep[] = [];
  if (access.attachedPolicyArns.includes(enforcementConfig.denyPolicyArn)) remove.push({ type: 'DetachDeny' });
  if (access.boundaryArn === enforcementConfig.denyBoundaryArn) remove.push({ type: 'RemoveDenyBoundary' });
  if (restorePoint === undefined) return { steps: remove, notRestorable: [] };
  const policyArns = restorePoint.detachedPolicyArns.filter((arn) => !access.attachedPolicyArns.includes(arn));
  const keyIds = restorePoint.deactivatedKeyIds.filter((keyId) => !access.activeKeyIds.includes(keyId));
  if (restorePoint.uniqueId !== access.uniqueId) {
    const reason = 'the principal was deleted and recreated since';
    return { steps: remove, notRestorable: [...policyArns, ...keyIds].map((what) => `${what}: ${reason}`) };
  }
  const attach = policyArns.map((policyArn) => ({ type: 'AttachPolicy', policyArn }) as const);
  const activate = keyIds.map((keyId) => ({ type: 'ActivateKey', keyId }) as const);
  if (enforcementConfig.deactivatesKeys) return { steps: [...remove, ...attach, ...activate], notRestorable: [] };
  const notRestorable = keyIds.map((keyId) => `${keyId}: the stack does not change keys any more`);
  return { steps: [...remove, ...attach], notRestorable };
}
