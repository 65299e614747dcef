import { broken, type BrokenCase } from './brokenGrants.js';
import { BUCKET_ARN, denyPlainText, INPUTS, policy, QUEUE_ARN, TAGS, TOPIC_ARN, TYPES } from './healthyStack.js';

const { table, stream } = INPUTS;
const FOREIGN_BUCKET = 'another-bucket';

export const BROKEN_RESOURCES: readonly BrokenCase[] = [
  ...[
    broken(
      'own-keys',
      'a table with a key of AWS',
      TYPES.table,
      'table',
      { ...table, serverSideEncryption: { enabled: true } },
      true,
    ),
    broken(
      'own-keys',
      'a table whose key is off',
      TYPES.table,
      'table',
      { ...table, serverSideEncryption: { ...table.serverSideEncryption, enabled: false } },
      true,
    ),
    broken('own-keys', 'a queue with a key of SQS', TYPES.queue, 'queue', {
      ...INPUTS.queue,
      kmsMasterKeyId: 'alias/aws/sqs',
    }),
    broken('own-keys', 'a topic without a key', TYPES.topic, 'topic', { arn: TOPIC_ARN, tags: TAGS }),
    broken('own-keys', 'a log group without a key', TYPES.logGroup, 'logGroup', { retentionInDays: 90, tags: TAGS }),
    broken('own-keys', 'a SecureString with the default key', TYPES.secret, 'secret', {
      type: 'SecureString',
      tags: TAGS,
    }),
    broken('own-keys', 'a stream without a key', TYPES.stream, 'stream', { tags: TAGS }),
    broken('own-keys', 'a stream with a key of AWS', TYPES.stream, 'stream', {
      ...stream,
      serverSideEncryption: { ...stream.serverSideEncryption, keyType: 'AWS_OWNED_CMK' },
    }),
  ],
  ...[
    { rules: [] },
    { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] },
    { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms' } }] },
    { bucket: FOREIGN_BUCKET },
    { bucket: undefined },
  ].map((flaw) =>
    broken('bucket-keys', `a bucket with ${JSON.stringify(flaw)}`, TYPES.bucketKey, 'bucketKey', {
      ...INPUTS.bucketKey,
      ...flaw,
    }),
  ),
  ...[{ enableKeyRotation: false }, { enableKeyRotation: undefined }].map((flaw) =>
    broken('key-rotation', `a key with ${JSON.stringify(flaw)}`, TYPES.key, 'key', { ...INPUTS.key, ...flaw }),
  ),
  ...[
    policy(denyPlainText('s3:PutObject', BUCKET_ARN)),
    policy({ ...denyPlainText('s3:*', BUCKET_ARN), Principal: { Service: '*' } }),
    policy({ ...denyPlainText('s3:*', BUCKET_ARN), Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    policy({ ...denyPlainText('s3:*', BUCKET_ARN), Condition: { StringEquals: { 'aws:SecureTransport': 'false' } } }),
    policy({ ...denyPlainText('s3:*', BUCKET_ARN), Condition: { Bool: { 'aws:ViaAWSService': 'false' } } }),
    policy({
      ...denyPlainText('s3:*', BUCKET_ARN),
      Condition: { Bool: { 'aws:SecureTransport': 'false', 'aws:ViaAWSService': 'false' } },
    }),
  ].map((document, index) =>
    broken('tls-only', `a bucket that denies too little (${index + 1})`, TYPES.bucketPolicy, 'bucketPolicy', {
      ...INPUTS.bucketPolicy,
      policy: document,
    }),
  ),
  broken('tls-only', 'a queue whose policy is another queue’s', TYPES.queuePolicy, 'queuePolicy', {
    ...INPUTS.queuePolicy,
    queueUrl: 'https://sqs.eu-west-1.amazonaws.com/444455556666/other',
  }),
  broken('tls-only', 'a topic that grants and does not deny', TYPES.topicPolicy, 'topicPolicy', {
    ...INPUTS.topicPolicy,
    policy: policy({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: TOPIC_ARN,
    }),
  }),
  broken('tls-only', 'a further queue without a policy', TYPES.queue, 'lonely', INPUTS.queue),
  ...[{ retentionInDays: 0 }, { retentionInDays: undefined }].map((flaw) =>
    broken('log-retention', `a log group with ${JSON.stringify(flaw)}`, TYPES.logGroup, 'logGroup', {
      ...INPUTS.logGroup,
      ...flaw,
    }),
  ),
  ...[{ pointInTimeRecovery: { enabled: false } }, { pointInTimeRecovery: undefined }].map((flaw) =>
    broken('table-recovery', `a table with ${JSON.stringify(flaw)}`, TYPES.table, 'table', { ...table, ...flaw }, true),
  ),
  broken(
    'table-recovery',
    'a table whose tag says nothing of a copy',
    TYPES.table,
    'table',
    {
      ...table,
      pointInTimeRecovery: { enabled: false },
      tags: { ...table.tags, CopyIn: undefined },
    },
    true,
  ),
  ...[{ rules: [] }, { rules: [{ status: 'Disabled' }] }, { bucket: FOREIGN_BUCKET }].map((flaw) =>
    broken('bucket-lifecycle', `a bucket with ${JSON.stringify(flaw)}`, TYPES.lifecycle, 'lifecycle', {
      ...INPUTS.lifecycle,
      ...flaw,
    }),
  ),
  broken('production-tables-protected', 'a table that Pulumi may delete', TYPES.table, 'table', table),
  broken(
    'production-tables-protected',
    'a table that anybody may delete',
    TYPES.table,
    'table',
    { ...table, deletionProtectionEnabled: false },
    true,
  ),
  broken('production-tables-protected', 'a table that is not quite being destroyed', TYPES.table, 'table', {
    ...table,
    tags: { ...table.tags, Destroying: 'false' },
  }),
  broken(
    'suspension-policies-protected',
    'a deny policy by its name in IAM',
    TYPES.denyPolicy,
    'denyPolicy',
    INPUTS.denyPolicy,
  ),
  broken(
    'suspension-policies-protected',
    'a boundary by its name in Pulumi',
    TYPES.boundary,
    'suspension-deny-boundary',
    INPUTS.boundary,
  ),
  broken('suspension-policies-protected', 'a policy of persons', TYPES.denyPolicy, 'suspension-persons-2', {
    ...INPUTS.denyPolicy,
    name: 'other',
  }),
  ...['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'].map((block) =>
    broken('bucket-access-block', `a bucket without ${block}`, TYPES.accessBlock, 'accessBlock', {
      ...INPUTS.accessBlock,
      [block]: false,
    }),
  ),
  ...[
    broken('no-open-ingress', 'a group open to IPv4', TYPES.securityGroup, 'securityGroup', {
      ingress: [{ cidrBlocks: ['10.0.0.0/8', '0.0.0.0/0'] }],
      tags: TAGS,
    }),
    broken('no-open-ingress', 'a group open to IPv6', TYPES.securityGroup, 'securityGroup', {
      ingress: { ipv6CidrBlocks: ['::/0'] },
      tags: TAGS,
    }),
    broken('no-open-ingress', 'a default group', 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup', 'default', {
      ingress: [{ cidrBlocks: '0.0.0.0/0' }],
      tags: TAGS,
    }),
    broken('no-open-ingress', 'a rule', 'aws:ec2/securityGroupRule:SecurityGroupRule', 'rule', {
      type: 'ingress',
      cidrBlocks: ['0.0.0.0/0'],
    }),
    broken('no-open-ingress', 'an ingress rule', 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'rule', {
      cidrIpv4: '0.0.0.0/0',
      tags: TAGS,
    }),
  ],
  broken('permissions-name-their-source', 'a service that calls for anybody', TYPES.permission, 'permission', {
    principal: 'events.amazonaws.com',
  }),
  broken('permissions-name-their-source', 'a function for everybody', TYPES.permission, 'permission', {
    principal: '*',
    sourceArn: QUEUE_ARN,
  }),
  ...[{ Stack: 'prod-eu' }, { Project: 'bedrock-budgeteer' }].map((tags) =>
    broken('required-tags', `a queue with only ${JSON.stringify(tags)}`, TYPES.queue, 'queue', {
      ...INPUTS.queue,
      tags,
    }),
  ),
  broken('required-tags', 'a security group without tags', TYPES.securityGroup, 'securityGroup', {}),
];
