import type { PrincipalAccess } from '../../domain/iam/principalAccess.js';
import type { PolicyHolder } from '../../domain/iam/principal.js';

export type PolicyDecision = 'allowed' | 'explicitDeny' | 'implicitDeny';

/**
 * `absent`: the principal, the policy or the key does not exist; `full`: a quota of IAM leaves no room; `refused`: IAM
 * does not let the stack do it, by a policy above it or because the key has expired.
 */
export type IamAnswer = 'done' | 'absent' | 'full' | 'refused';

export interface AccessReader {
  /** Undefined if there is no such principal (any more). */
  access(holder: PolicyHolder): Promise<PrincipalAccess | undefined>;
}

/**
 * The access of users and roles of this account. All writes may be repeated: what is there already, or gone already, is
 * `done`. Throws ConfigurationError for policies that are not the stack's to attach or detach, and what IAM throws.
 */
export interface IamAccess extends AccessReader {
  attachPolicy(holder: PolicyHolder, policyArn: string): Promise<IamAnswer>;
  detachPolicy(holder: PolicyHolder, policyArn: string): Promise<IamAnswer>;
  /** Sets the stack's boundary on a principal that has none. */
  setDenyBoundary(holder: PolicyHolder): Promise<IamAnswer>;
  /** Removes the stack's boundary, never another one. */
  removeDenyBoundary(holder: PolicyHolder): Promise<IamAnswer>;
  setKeyActive(userName: string, keyId: string, isActive: boolean): Promise<IamAnswer>;
  /**
   * What IAM would decide on actions of a principal, named by its ARN with the path, or of the session of a role whose
   * `aws:userid` is given; by action, without those that the simulation of this partition does not know. Throws if it
   * knows none of them.
   */
  decisions(
    principalArn: string,
    actions: readonly string[],
    userId?: string,
  ): Promise<ReadonlyMap<string, PolicyDecision>>;
}
