import * as pulumi from '@pulumi/pulumi';
import type { StackIdentity } from '../identity.js';
import { refuse, texts } from './configValues.js';

const BY_DEFAULT = ['AmazonBedrockFullAccess', 'AmazonBedrockLimitedAccess'];

const POLICY_ARN = /^arn:aws[a-z-]*:iam::(?:aws|\d{12}):policy\/[\w+=,.@/-]+$/;

/** ARNs joined by commas. All variables of a function hold 4,096 bytes, and the others need up to 1,100. */
export const MAX_DETACHED_CHARACTERS = 2500;

/** ARNs, or names of AWS managed policies. Throws RunError. */
export function readDetachedPolicies(config: pulumi.Config, identity: StackIdentity): readonly string[] {
  const policies = texts(config, 'detachPolicies') ?? BY_DEFAULT;
  for (const policy of policies) {
    // IAM names may contain a comma, but the functions split the list at commas.
    const isPolicy = policy.startsWith('arn:') ? POLICY_ARN.test(policy) : /^[\w+=,.@-]{1,128}$/.test(policy);
    if (!isPolicy || policy.includes(',')) {
      refuse('detachPolicies', policy, 'the ARN of a policy or the name of one of AWS, without commas');
    }
  }
  const { length } = policies.map((policy) => policyArn(identity, policy)).join(',');
  if (length > MAX_DETACHED_CHARACTERS) {
    throw new pulumi.RunError(
      `detachPolicies: ${policies.length} policies, ${length} characters as ARNs, are more than ${MAX_DETACHED_CHARACTERS}: they share the 4,096 bytes of a function's environment`,
    );
  }
  return policies;
}

export function policyArn({ partition }: StackIdentity, policy: string): string {
  return policy.startsWith('arn:') ? policy : `arn:${partition}:iam::aws:policy/${policy}`;
}
