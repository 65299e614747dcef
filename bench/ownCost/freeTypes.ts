/**
 * Types of resources that cost nothing by being there; what passes through them is counted a call (perMillion.ts). Each
 * was looked at: a type that is neither here nor in billedTypes.ts fails the bench.
 */
export const FREE_TYPES: readonly string[] = [
  'aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration',
  'aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration',
  'aws:cloudwatch/eventBus:EventBus',
  'aws:cloudwatch/eventTarget:EventTarget',
  'aws:cloudwatch/logGroup:LogGroup',
  'aws:cloudwatch/logStream:LogStream',
  'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter',
  'aws:ec2/internetGateway:InternetGateway',
  'aws:ec2/route:Route',
  'aws:ec2/routeTable:RouteTable',
  'aws:ec2/routeTableAssociation:RouteTableAssociation',
  'aws:ec2/securityGroup:SecurityGroup',
  'aws:ec2/subnet:Subnet',
  'aws:ec2/vpc:Vpc',
  'aws:iam/policy:Policy',
  'aws:iam/role:Role',
  'aws:iam/rolePolicy:RolePolicy',
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
  // By the gigabyte; a stream without records costs nothing.
  'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream',
  'aws:kms/alias:Alias',
  // Lambda reads the stream of a table at no charge.
  'aws:lambda/eventSourceMapping:EventSourceMapping',
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
  'aws:lambda/permission:Permission',
  'aws:s3/bucket:Bucket',
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  'aws:s3/bucketNotification:BucketNotification',
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
  'aws:s3/bucketPolicy:BucketPolicy',
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
  'aws:s3/bucketVersioning:BucketVersioning',
  // Standard workflows are billed by the transition.
  'aws:sfn/stateMachine:StateMachine',
  'aws:sns/topic:Topic',
  'aws:sns/topicPolicy:TopicPolicy',
  'aws:sns/topicSubscription:TopicSubscription',
  'aws:sqs/queue:Queue',
  'aws:sqs/queuePolicy:QueuePolicy',
  // On-demand tables and their indexes, streams and backups are billed by request and gigabyte.
  'aws:dynamodb/table:Table',
];
