import type { EnforcementConfig } from '../domain/iam/suspensionPlan.js';

const IAM = 'arn:aws:iam::444455556666';

/** The means of a stack that uses all it can. */
export const ENFORCEMENT_CONFIG: EnforcementConfig = {
  denyPolicyArn: `${IAM}:policy/budgeteer-test-deny`,
  denyBoundaryArn: `${IAM}:policy/budgeteer-test-deny-boundary`,
  fallsBackToBoundary: true,
  detachPolicyArns: [
    'arn:aws:iam::aws:policy/AmazonBedrockFullAccess',
    'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess',
  ],
  deactivatesKeys: true,
  attachmentQuota: 10,
  personPolicyArns: [`${IAM}:policy/budgeteer-test-persons-1`, `${IAM}:policy/budgeteer-test-persons-2`],
  ownRoles: [`${IAM}:role/budgeteer-test-*`],
};
