import { isOther, stackOf, valueAt, type CheckedResource } from '../resource.js';
import type { ResourceRule } from '../rule.js';

export const tableProtection: ResourceRule = {
  name: 'production-tables-protected',
  description:
    'Tables of stacks named prod* are protected from deletion, by DynamoDB and by Pulumi, unless tagged Destroying.',
  scope: 'resource',
  violations: (resource) => {
    if (resource.type !== 'aws:dynamodb/table:Table' || !stackOf(resource).startsWith('prod')) return [];
    if (isDestroying(resource)) return [];
    return [
      ...(isOther(resource.props['deletionProtectionEnabled'], true) ? ['has no deletion protection in DynamoDB'] : []),
      ...(resource.protect ? [] : ['is not protected by Pulumi']),
    ];
  },
};

/** The setting `destroying` is the step before a stack is destroyed. */
function isDestroying({ props }: CheckedResource): boolean {
  return valueAt(props['tags'], 'Destroying') === 'true';
}

/** Without the policy nobody could restore a suspended principal. */
export const suspensionPolicyProtection: ResourceRule = {
  name: 'suspension-policies-protected',
  description: 'The policies that suspend principals are protected by Pulumi in every stack.',
  scope: 'resource',
  violations: (resource) =>
    suspends(resource) && !resource.protect ? ['is not protected by Pulumi, though principals may have it'] : [],
};

function suspends({ type, name, props }: CheckedResource): boolean {
  return (
    type === 'aws:iam/policy:Policy' &&
    [name, props['name']].some((one) => /-(?:deny(?:-boundary)?|persons-[1-9])$/.test(String(one)))
  );
}
