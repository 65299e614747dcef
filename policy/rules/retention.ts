import { companionsOf } from '../companions.js';
import { isUnknown, isOther, valueAt, type CheckedResource } from '../resource.js';
import { BUCKET_LIFECYCLE, isBucket } from '../resourceTypes.js';
import type { ResourceRule, StackRule } from '../rule.js';
import { listOf } from '../statements.js';

export const logRetention: ResourceRule = {
  name: 'log-retention',
  description: 'Log groups say for how long they keep events.',
  scope: 'resource',
  violations: ({ type, props }) =>
    type === 'aws:cloudwatch/logGroup:LogGroup' && keepsForever(props['retentionInDays'])
      ? ['keeps its events for ever']
      : [],
};

export const tableRecovery: ResourceRule = {
  name: 'table-recovery',
  description:
    'Tables can be restored to any point in time of the last weeks, unless tagged CopyIn with where their rows are as well.',
  scope: 'resource',
  violations: ({ type, props }) =>
    type === 'aws:dynamodb/table:Table' &&
    typeof valueAt(props['tags'], 'CopyIn') !== 'string' &&
    isOther(valueAt(props['pointInTimeRecovery'], 'enabled'), true)
      ? ['has no point-in-time recovery']
      : [],
};

export const bucketLifecycle: StackRule = {
  name: 'bucket-lifecycle',
  description: 'Buckets have a lifecycle, so that nothing is kept for ever by accident.',
  scope: 'stack',
  violations: (resources) =>
    resources
      .filter((resource) => isBucket(resource) && !hasLifecycleItself(resource))
      .filter((bucket) => !companionsOf(bucket, resources, BUCKET_LIFECYCLE).some(isEnabled))
      .map((resource) => ({ resource, message: 'has no lifecycle' })),
};

/** Zero means that logs never expire. */
function keepsForever(days: unknown): boolean {
  return !isUnknown(days) && !(typeof days === 'number' && days > 0);
}

/** A lifecycle as a property of the bucket. A preview does not know the property if nobody set it. */
function hasLifecycleItself({ props }: CheckedResource): boolean {
  const rules = props['lifecycleRules'];
  return !isUnknown(rules) && listOf(rules).some((rule) => valueAt(rule, 'enabled') === true);
}

function isEnabled({ props }: CheckedResource): boolean {
  const { rules } = props;
  return isUnknown(rules) || listOf(rules).some((rule) => !isOther(valueAt(rule, 'status'), 'Enabled'));
}
