import type { Plan } from '../engine/plan.js';
import { WorldError } from './worldError.js';

/** Without effect here: labels, encryption, and the place of a resource. */
const LABELS = ['tags', 'description', 'region', 'name'];

/** What the world runs: for each type of the aws provider, the properties that it understands. */
const RUN: Readonly<Record<string, readonly string[]>> = {
  'cloudtrail/trail:Trail': [
    'includeGlobalServiceEvents',
    'isMultiRegionTrail',
    'enableLogFileValidation',
    'kmsKeyId',
    's3BucketName',
  ],
  'bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration': ['loggingConfig'],
  'cloudwatch/eventBus:EventBus': [],
  'cloudwatch/eventRule:EventRule': ['eventBusName', 'eventPattern', 'scheduleExpression', 'state'],
  'cloudwatch/eventTarget:EventTarget': [
    'arn',
    'deadLetterConfig',
    'eventBusName',
    'inputPath',
    'roleArn',
    'rule',
    'targetId',
  ],
  'cloudwatch/logGroup:LogGroup': ['kmsKeyId', 'retentionInDays'],
  'cloudwatch/logSubscriptionFilter:LogSubscriptionFilter': ['destinationArn', 'filterPattern', 'logGroup', 'roleArn'],
  'dynamodb/table:Table': [
    'attributes',
    'billingMode',
    'deletionProtectionEnabled',
    'globalSecondaryIndexes',
    'hashKey',
    'pointInTimeRecovery',
    'rangeKey',
    'serverSideEncryption',
    'streamEnabled',
    'streamViewType',
    'ttl',
  ],
  'iam/policy:Policy': ['policy'],
  'iam/role:Role': ['assumeRolePolicy'],
  'iam/rolePolicy:RolePolicy': ['policy', 'role'],
  'kinesis/firehoseDeliveryStream:FirehoseDeliveryStream': [
    'destination',
    'extendedS3Configuration',
    'serverSideEncryption',
  ],
  'lambda/eventSourceMapping:EventSourceMapping': [
    'batchSize',
    'bisectBatchOnFunctionError',
    'destinationConfig',
    'eventSourceArn',
    'functionName',
    'functionResponseTypes',
    'maximumBatchingWindowInSeconds',
    'maximumRecordAgeInSeconds',
    'maximumRetryAttempts',
    'parallelizationFactor',
    'startingPosition',
  ],
  'lambda/function:Function': [
    'architectures',
    'code',
    'environment',
    'handler',
    'kmsKeyArn',
    'loggingConfig',
    'memorySize',
    'reservedConcurrentExecutions',
    'role',
    'runtime',
    'timeout',
    'vpcConfig',
  ],
  'lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': [
    'destinationConfig',
    'functionName',
    'maximumEventAgeInSeconds',
    'maximumRetryAttempts',
  ],
  'lambda/permission:Permission': ['action', 'function', 'principal', 'sourceAccount', 'sourceArn'],
  's3/bucket:Bucket': ['bucket', 'forceDestroy'],
  's3/bucketNotification:BucketNotification': ['bucket', 'lambdaFunctions'],
  'sfn/stateMachine:StateMachine': ['definition', 'loggingConfiguration', 'roleArn', 'tracingConfiguration', 'type'],
  'sns/topic:Topic': ['displayName', 'kmsMasterKeyId'],
  'sns/topicSubscription:TopicSubscription': ['endpoint', 'protocol', 'topic'],
  'sqs/queue:Queue': ['kmsMasterKeyId', 'messageRetentionSeconds'],
  'sqs/queuePolicy:QueuePolicy': ['policy', 'queueUrl'],
  'ssm/parameter:Parameter': ['insecureValue', 'tier', 'type', 'value'],
};

const STORED_AS_IS = 'objects are kept for the length of a run, as they are';
const NO_NETWORK = 'there is no network to cross';

/** What the world ignores, and why. */
const INERT: Readonly<Record<string, string>> = {
  'chatbot/slackChannelConfiguration:SlackChannelConfiguration': 'Amazon Q is not simulated; its messages are kept',
  'cloudwatch/dashboard:Dashboard': 'nobody looks at charts here',
  'cloudwatch/logStream:LogStream': "holds Firehose's own error log; failures are in the journal instead",
  'cloudwatch/metricAlarm:MetricAlarm': 'metrics are not evaluated, so no alarm changes its state',
  'kms/alias:Alias': 'nothing is encrypted',
  'kms/key:Key': 'nothing is encrypted',
  's3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': STORED_AS_IS,
  's3/bucketOwnershipControls:BucketOwnershipControls': STORED_AS_IS,
  's3/bucketPolicy:BucketPolicy': 'who writes to a bucket here does so by a role',
  's3/bucketPublicAccessBlock:BucketPublicAccessBlock': STORED_AS_IS,
  's3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': 'nothing is encrypted',
  's3/bucketVersioning:BucketVersioning': STORED_AS_IS,
  'sns/topicPolicy:TopicPolicy': 'says what alarms may publish, and there are none; the notifier has a role',
};

/** Services that the world ignores as a whole. */
const INERT_SERVICES: readonly string[] = ['ec2/', 'vpc/'];

/** Throws WorldError naming the first resource or property that the world neither runs nor knowingly ignores. */
export function assertKnown({ resources }: Plan): void {
  for (const { urn, type, custom, inputs } of resources) {
    if (!custom || !type.startsWith('aws:')) continue;
    const name = type.slice('aws:'.length);
    if (INERT[name] !== undefined || isInertService(name)) continue;
    const known = RUN[name];
    if (known === undefined) throw new WorldError(`${urn}: the world does not know resources of type ${type}`);
    const unknown = Object.keys(inputs).find((key) => !known.includes(key) && !LABELS.includes(key));
    if (unknown !== undefined) throw new WorldError(`${urn}: the world does not know the property ${unknown}`);
  }
}

/** The plan's types that the world ignores, each with its reason. */
export function inertTypes({ resources }: Plan): ReadonlyMap<string, string> {
  const names = [...new Set(resources.map(({ type }) => type.replace(/^aws:/, '')))].sort();
  return new Map(
    names.flatMap((name) => {
      const reason = INERT[name] ?? (isInertService(name) ? NO_NETWORK : undefined);
      return reason === undefined ? [] : [[name, reason] as const];
    }),
  );
}

function isInertService(name: string): boolean {
  return INERT_SERVICES.some((service) => name.startsWith(service));
}
