import type { PlannedResource } from '../../policy/check.js';

const KEY_ARN = 'arn:aws:kms:eu-west-1:444455556666:key/11112222-3333-4444-5555-666677778888';
export const ACCOUNT_ROOT = 'arn:aws:iam::444455556666:root';
export const BUCKET_ARN = 'arn:aws:s3:::ledger-lines';
export const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:444455556666:set-aside';
export const TOPIC_ARN = 'arn:aws:sns:eu-west-1:444455556666:alerts';
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

export const TAGS = { Project: 'bedrock-budgeteer', Stack: 'prod-eu' };

type Inputs = PlannedResource['inputs'];

export function resource(type: string, name: string, inputs: Inputs, protect = false): PlannedResource {
  return { urn: urnOf(type, name), type, name, inputs, protect };
}

function urnOf(type: string, name: string): string {
  return `urn:pulumi:prod-eu::bedrock-budgeteer::${type}::${name}`;
}

export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export function denyPlainText(action: string, ...arns: readonly string[]): object {
  return {
    Effect: 'Deny',
    Principal: '*',
    Action: [action],
    Resource: arns,
    Condition: { Bool: { 'aws:SecureTransport': ['false'] } },
  };
}

export const INPUTS = {
  key: {
    enableKeyRotation: true,
    policy: policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT_ROOT }, Action: 'kms:*', Resource: '*' }),
    tags: TAGS,
  },
  table: {
    name: 'user-budgets',
    deletionProtectionEnabled: true,
    pointInTimeRecovery: { enabled: true },
    serverSideEncryption: { enabled: true, kmsKeyArn: KEY_ARN },
    tags: TAGS,
  },
  bucketPolicy: { bucket: 'ledger-lines', policy: policy(denyPlainText('s3:*', BUCKET_ARN, `${BUCKET_ARN}/*`)) },
  accessBlock: {
    bucket: 'ledger-lines',
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
  bucketKey: {
    bucket: 'ledger-lines',
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: KEY_ARN } }],
  },
  lifecycle: { bucket: 'ledger-lines', rules: [{ status: 'Enabled', expiration: { days: 400 } }] },
  queue: { name: 'set-aside', kmsMasterKeyId: KEY_ARN, tags: TAGS },
  queuePolicy: { queueUrl: UNKNOWN, policy: policy(denyPlainText('sqs:*', QUEUE_ARN)) },
  topic: { arn: TOPIC_ARN, kmsMasterKeyId: KEY_ARN, tags: TAGS },
  topicPolicy: { arn: TOPIC_ARN, policy: policy(denyPlainText('SNS:Publish', TOPIC_ARN)) },
  logGroup: { name: '/aws/lambda/meter', retentionInDays: 90, kmsKeyId: KEY_ARN, tags: TAGS },
  secret: { type: 'SecureString', keyId: KEY_ARN, value: { secret: true }, tags: TAGS },
  stream: {
    serverSideEncryption: { enabled: true, keyType: 'CUSTOMER_MANAGED_CMK', keyArn: KEY_ARN },
    tags: TAGS,
  },
  denyPolicy: {
    name: 'bedrock-budgeteer-prod-eu-deny',
    policy: policy({ Effect: 'Deny', Action: 'bedrock:*', Resource: '*' }),
    tags: TAGS,
  },
  boundary: { policy: policy({ Effect: 'Allow', Action: '*', Resource: '*' }), tags: TAGS },
  role: {
    assumeRolePolicy: policy({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } },
    }),
    tags: TAGS,
  },
  rolePolicy: { policy: policy({ Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: QUEUE_ARN }) },
  permission: { principal: 's3.amazonaws.com', sourceArn: BUCKET_ARN },
  securityGroup: { ingress: [{ protocol: 'tcp', cidrBlocks: ['10.0.0.0/16'] }], tags: TAGS },
} as const satisfies Readonly<Record<string, Inputs>>;

export const TYPES = {
  key: 'aws:kms/key:Key',
  table: 'aws:dynamodb/table:Table',
  bucket: 'aws:s3/bucket:Bucket',
  bucketPolicy: 'aws:s3/bucketPolicy:BucketPolicy',
  accessBlock: 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
  bucketKey: 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
  lifecycle: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  queue: 'aws:sqs/queue:Queue',
  queuePolicy: 'aws:sqs/queuePolicy:QueuePolicy',
  topic: 'aws:sns/topic:Topic',
  topicPolicy: 'aws:sns/topicPolicy:TopicPolicy',
  logGroup: 'aws:cloudwatch/logGroup:LogGroup',
  secret: 'aws:ssm/parameter:Parameter',
  stream: 'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream',
  denyPolicy: 'aws:iam/policy:Policy',
  boundary: 'aws:iam/policy:Policy',
  role: 'aws:iam/role:Role',
  rolePolicy: 'aws:iam/rolePolicy:RolePolicy',
  permission: 'aws:lambda/permission:Permission',
  securityGroup: 'aws:ec2/securityGroup:SecurityGroup',
} as const;

/** A stack without a violation, as a preview sees it. */
export const HEALTHY_STACK: readonly PlannedResource[] = [
  resource(TYPES.key, 'key', INPUTS.key),
  resource(TYPES.table, 'table', INPUTS.table, true),
  resource(TYPES.bucket, 'bucket', { bucket: 'ledger-lines', tags: TAGS }),
  resource(TYPES.bucketPolicy, 'bucketPolicy', INPUTS.bucketPolicy),
  resource(TYPES.accessBlock, 'accessBlock', INPUTS.accessBlock),
  resource(TYPES.bucketKey, 'bucketKey', INPUTS.bucketKey),
  resource(TYPES.lifecycle, 'lifecycle', INPUTS.lifecycle),
  resource(TYPES.queue, 'queue', INPUTS.queue),
  {
    ...resource(TYPES.queuePolicy, 'queuePolicy', INPUTS.queuePolicy),
    dependencies: [urnOf(TYPES.queue, 'queue')],
  },
  resource(TYPES.topic, 'topic', INPUTS.topic),
  resource(TYPES.topicPolicy, 'topicPolicy', INPUTS.topicPolicy),
  resource(TYPES.logGroup, 'logGroup', INPUTS.logGroup),
  resource(TYPES.secret, 'secret', INPUTS.secret),
  resource(TYPES.stream, 'stream', INPUTS.stream),
  resource(TYPES.denyPolicy, 'denyPolicy', INPUTS.denyPolicy, true),
  resource(TYPES.boundary, 'suspension-deny-boundary', INPUTS.boundary, true),
  resource(TYPES.role, 'role', INPUTS.role),
  resource(TYPES.rolePolicy, 'rolePolicy', INPUTS.rolePolicy),
  resource(TYPES.permission, 'permission', INPUTS.permission),
  resource(TYPES.securityGroup, 'securityGroup', INPUTS.securityGroup),
  resource('bedrock-budgeteer:infra:Storage', 'storage', {}),
];

/** The healthy stack with a resource more, or another in the place of the one that has its name. */
export function stackWith(changed: PlannedResource): readonly PlannedResource[] {
  const others = HEALTHY_STACK.filter(({ urn }) => urn !== changed.urn);
  const dependencies = HEALTHY_STACK.find(({ urn }) => urn === changed.urn)?.dependencies ?? [];
  return [...others, { dependencies, ...changed }];
}
