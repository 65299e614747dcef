import { companionsOf } from '../companions.js';
import { isMissing, isOther, isProperties, type CheckedResource, type Properties } from '../resource.js';
import { BUCKET_ACCESS_BLOCK, isBucket } from '../resourceTypes.js';
import type { ResourceRule, StackRule } from '../rule.js';
import { listOf } from '../statements.js';

const BLOCKS = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'];

const EVERYWHERE: readonly unknown[] = ['0.0.0.0/0', '::/0'];

export const bucketAccessBlock: StackRule = {
  name: 'bucket-access-block',
  description: 'Buckets block public access in all four ways.',
  scope: 'stack',
  violations: (resources) =>
    resources
      .filter(isBucket)
      .filter((bucket) => !companionsOf(bucket, resources, BUCKET_ACCESS_BLOCK).some(blocksAll))
      .map((resource) => ({ resource, message: `does not have all of ${BLOCKS.join(', ')}` })),
};

export const openIngress: ResourceRule = {
  name: 'no-open-ingress',
  description: 'No security group lets the whole internet in.',
  scope: 'resource',
  violations: ({ type, props }) =>
    ingressOf(type, props).some(isFromEverywhere) ? ['lets the whole internet in'] : [],
};

export const permissionSources: ResourceRule = {
  name: 'permissions-name-their-source',
  description: 'A service may call a function for one resource or account only, and everybody never.',
  scope: 'resource',
  violations: ({ type, props }) => {
    if (type !== 'aws:lambda/permission:Permission') return [];
    const principal = String(props['principal']);
    if (principal === '*') return ['lets everybody call the function'];
    const isSourceless = isMissing(props['sourceArn']) && isMissing(props['sourceAccount']);
    return principal.includes('.amazonaws.com') && isSourceless ? [`lets ${principal} call it for any account`] : [];
  },
};

function blocksAll({ props }: CheckedResource): boolean {
  return BLOCKS.every((block) => !isOther(props[block], true));
}

function ingressOf(type: string, props: Properties): readonly unknown[] {
  if (type === 'aws:ec2/securityGroup:SecurityGroup') return listOf(props['ingress']);
  if (type === 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup') return listOf(props['ingress']);
  if (type === 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule') return [props];
  return type === 'aws:ec2/securityGroupRule:SecurityGroupRule' && props['type'] === 'ingress' ? [props] : [];
}

function isFromEverywhere(rule: unknown): boolean {
  if (!isProperties(rule)) return false;
  const blocks = [rule['cidrBlocks'], rule['ipv6CidrBlocks'], rule['cidrIpv4'], rule['cidrIpv6']].flatMap(listOf);
  return blocks.some((block) => EVERYWHERE.includes(block));
}
