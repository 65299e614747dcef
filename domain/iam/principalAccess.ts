import type { Instant } from '../instant.js';

/** Of a principal what a suspension looks at or changes, as IAM holds it. */
export interface PrincipalAccess {
  /** With its path. */
  readonly arn: string;
  /** `AIDA…` or `AROA…`: a principal that is recreated under the same name has another one. */
  readonly uniqueId: string;
  readonly attachedPolicyArns: readonly string[];
  readonly boundaryArn: string | undefined;
  /** Long-term Bedrock API keys that are in use; none for roles. */
  readonly activeKeyIds: readonly string[];
}

/** What a principal had before its suspension: all of it for the record, and what is taken from it, to give back. */
export interface RestorePoint extends PrincipalAccess {
  readonly takenAt: Instant;
  readonly detachedPolicyArns: readonly string[];
  readonly deactivatedKeyIds: readonly string[];
}

/** What of a restore point a suspension may take, and a restoration has to give back. */
export type Taken = Pick<RestorePoint, 'uniqueId' | 'detachedPolicyArns' | 'deactivatedKeyIds'>;

/** What a suspension takes by this configuration is what a restoration has to give back. */
export function restorePointOf(
  access: PrincipalAccess,
  enforcementConfig: { readonly detachPolicyArns: readonly string[]; readonly deactivatesKeys: boolean },
  takenAt: Instant,
): RestorePoint {
  return {
    ...access,
    takenAt,
    detachedPolicyArns: access.attachedPolicyArns.filter((policyArn) =>
      enforcementConfig.detachPolicyArns.includes(policyArn),
    ),
    deactivatedKeyIds: enforcementConfig.deactivatesKeys ? access.activeKeyIds : [],
  };
}

/** What a suspension still has to take: of what people have given since, nothing, for nobody would give it back. */
export function leftToTake(
  access: PrincipalAccess,
  taken: Taken,
): Pick<Taken, 'detachedPolicyArns' | 'deactivatedKeyIds'> {
  return {
    detachedPolicyArns: taken.detachedPolicyArns.filter((policyArn) => access.attachedPolicyArns.includes(policyArn)),
    deactivatedKeyIds: taken.deactivatedKeyIds.filter((keyId) => access.activeKeyIds.includes(keyId)),
  };
}
