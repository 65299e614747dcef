import type { PrincipalAccess } from '../../domain/iam/principalAccess.js';
import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';

/** As `infra/names.ts` calls them, in any stack. */
const DENY = /:policy\/bedrock-budgeteer-[a-z0-9]+-deny(?:-boundary)?$/;

/** By which other stacks of the account have suspended a principal: it stays suspended when this one restores it. */
export function deniesOfOtherStacks(
  { attachedPolicyArns, boundaryArn }: Pick<PrincipalAccess, 'attachedPolicyArns' | 'boundaryArn'>,
  { denyPolicyArn, denyBoundaryArn }: Pick<EnforcementConfig, 'denyPolicyArn' | 'denyBoundaryArn'>,
): readonly string[] {
  const policies = boundaryArn === undefined ? attachedPolicyArns : [...attachedPolicyArns, boundaryArn];
  return policies.filter((arn) => DENY.test(arn) && arn !== denyPolicyArn && arn !== denyBoundaryArn);
}
