import { companionsOf, type Link } from '../companions.js';
import { documentsOf } from '../documents.js';
import { isUnknown, type CheckedResource } from '../resource.js';
import { BUCKET_POLICY, QUEUE_POLICY, TOPIC_POLICY } from '../resourceTypes.js';
import type { StackRule } from '../rule.js';
import type { Condition, Statement } from '../statements.js';
import { isEverybody } from './principals.js';

interface Served {
  readonly policy: Link;
  /** At least one of them has to be denied. */
  readonly actions: readonly string[];
}

/** A topic's policy rejects `sns:*` (SNS Developer Guide, "Enforce encryption of data in transit"). */
const SERVED: Readonly<Record<string, Served>> = {
  'aws:s3/bucket:Bucket': { policy: BUCKET_POLICY, actions: ['*', 's3:*'] },
  'aws:s3/bucketV2:BucketV2': { policy: BUCKET_POLICY, actions: ['*', 's3:*'] },
  'aws:sqs/queue:Queue': { policy: QUEUE_POLICY, actions: ['*', 'sqs:*'] },
  'aws:sns/topic:Topic': { policy: TOPIC_POLICY, actions: ['*', 'sns:publish'] },
};

export const tlsOnly: StackRule = {
  name: 'tls-only',
  description: 'Buckets, queues and topics refuse what comes without TLS.',
  scope: 'stack',
  violations: (resources) =>
    resources
      .filter((resource) => acceptsPlainText(resource, resources))
      .map((resource) => ({ resource, message: 'has no policy that denies everybody calls without TLS' })),
};

function acceptsPlainText(resource: CheckedResource, resources: readonly CheckedResource[]): boolean {
  const served = SERVED[resource.type];
  if (served === undefined) return false;
  const own = documentsOf(resource);
  const attached = companionsOf(resource, resources, served.policy).flatMap(documentsOf);
  // In a preview a policy that nobody set is unknown too, so on the resource itself only a known one counts.
  if (attached.some(({ source }) => isUnknown(source))) return false;
  return ![...own, ...attached].some(({ statements }) =>
    statements.some((statement) => deniesPlainText(statement, served.actions)),
  );
}

function deniesPlainText(statement: Statement, actions: readonly string[]): boolean {
  return (
    statement.effect === 'Deny' &&
    statement.principals.some(isEverybody) &&
    statement.actions.some((action) => actions.includes(action.toLowerCase())) &&
    (statement.hasUnknownConditions || isAboutPlainText(statement.conditions))
  );
}

/** A further condition would make the Deny narrower. */
function isAboutPlainText([condition, ...others]: readonly Condition[]): boolean {
  return (
    condition?.key === 'aws:securetransport' &&
    condition.operator.startsWith('Bool') &&
    condition.values.join() === 'false' &&
    others.length === 0
  );
}
