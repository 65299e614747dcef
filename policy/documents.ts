import type { CheckedResource } from './resource.js';
import { valueAt } from './resource.js';
import { listOf, statementsOf, type Statement } from './statements.js';

/** What a policy is attached to: a principal, a resource, a key, or a role as its trust policy. */
export type DocumentKind = 'identity' | 'resource' | 'key' | 'trust';

export interface PolicyDocument {
  readonly kind: DocumentKind;
  readonly source: unknown;
  readonly statements: readonly Statement[];
}

/** The properties that hold policies, with their kinds, by resource type. */
const POLICY_PROPERTIES: Readonly<Record<string, readonly (readonly [DocumentKind, string])[]>> = {
  'aws:iam/policy:Policy': [['identity', 'policy']],
  'aws:iam/rolePolicy:RolePolicy': [['identity', 'policy']],
  'aws:iam/userPolicy:UserPolicy': [['identity', 'policy']],
  'aws:iam/groupPolicy:GroupPolicy': [['identity', 'policy']],
  'aws:iam/role:Role': [
    ['trust', 'assumeRolePolicy'],
    ['identity', 'inlinePolicies'],
  ],
  'aws:kms/key:Key': [['key', 'policy']],
  'aws:kms/keyPolicy:KeyPolicy': [['key', 'policy']],
  'aws:kms/replicaKey:ReplicaKey': [['key', 'policy']],
  'aws:s3/bucket:Bucket': [['resource', 'policy']],
  'aws:s3/bucketV2:BucketV2': [['resource', 'policy']],
  'aws:s3/bucketPolicy:BucketPolicy': [['resource', 'policy']],
  'aws:sqs/queue:Queue': [['resource', 'policy']],
  'aws:sqs/queuePolicy:QueuePolicy': [['resource', 'policy']],
  'aws:sns/topic:Topic': [['resource', 'policy']],
  'aws:sns/topicPolicy:TopicPolicy': [['resource', 'policy']],
  'aws:cloudwatch/eventBusPolicy:EventBusPolicy': [['resource', 'policy']],
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': [['resource', 'policyDocument']],
  'aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy': [['resource', 'accessPolicy']],
  'aws:dynamodb/resourcePolicy:ResourcePolicy': [['resource', 'policy']],
  'aws:ec2/vpcEndpoint:VpcEndpoint': [['resource', 'policy']],
  'aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy': [['resource', 'policy']],
};

/** The policies of a resource. */
export function documentsOf({ type, props }: CheckedResource): readonly PolicyDocument[] {
  return (POLICY_PROPERTIES[type] ?? []).flatMap(([kind, property]) =>
    sourcesIn(property, props[property]).map((source) => ({ kind, source, statements: statementsOf(source) })),
  );
}

/** What the policies of a resource grant. */
export function grantsOf(
  resource: CheckedResource,
): readonly { readonly kind: DocumentKind; readonly grant: Statement }[] {
  return documentsOf(resource).flatMap(({ kind, statements }) =>
    statements.filter(({ effect }) => effect === 'Allow').map((grant) => ({ kind, grant })),
  );
}

function sourcesIn(property: string, value: unknown): readonly unknown[] {
  return property === 'inlinePolicies' ? listOf(value).map((inline) => valueAt(inline, 'policy')) : [value];
}
