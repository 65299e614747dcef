/** The unit and the exact dimensions of an AWS metric. */
interface AwsMetric {
  readonly unit: 'Count' | 'Seconds' | 'Milliseconds' | 'None';
  readonly dimensions: readonly string[];
}

const count = <const D extends readonly string[]>(...dimensions: D) => ({ unit: 'Count', dimensions }) as const;
const seconds = <const D extends readonly string[]>(...dimensions: D) => ({ unit: 'Seconds', dimensions }) as const;
const milliseconds = <const D extends readonly string[]>(...dimensions: D) =>
  ({ unit: 'Milliseconds', dimensions }) as const;
const none = <const D extends readonly string[]>(...dimensions: D) => ({ unit: 'None', dimensions }) as const;

/**
 * Every AWS metric that alarms and dashboards use, checked against the page named above it. Units are for readers: a
 * query that sent a wrong unit would match nothing.
 */
export const AWS_METRICS = {
  // Bedrock User Guide, "Monitor bedrock-runtime inference using CloudWatch metrics". Its metrics "Across all model
  // IDs" have no dimensions; those of log delivery exist only so.
  'AWS/Bedrock': {
    Invocations: count(),
    OutputTokenCount: count(),
    ModelInvocationLogsCloudWatchDeliverySuccess: count(),
    ModelInvocationLogsCloudWatchDeliveryFailure: count(),
  },
  // Bedrock User Guide, "Monitor bedrock-mantle inference using CloudWatch metrics": for the account, without
  // dimensions.
  'AWS/BedrockMantle': { Inferences: count(), TotalOutputTokens: count() },
  // CloudWatch Logs User Guide, "Monitoring with CloudWatch metrics". It does not say how DestinationType is spelled,
  // so a query that leaves it out reads the metrics of a subscription.
  'AWS/Logs': {
    IncomingLogEvents: none('LogGroupName'),
    DeliveryErrors: none('LogGroupName', 'DestinationType', 'FilterName'),
    DeliveryThrottling: none('LogGroupName', 'DestinationType', 'FilterName'),
  },
  // Amazon Data Firehose Developer Guide, "Monitor Amazon Data Firehose with CloudWatch metrics". Its metrics of failed
  // conversions are about format conversion, which the stream does not use.
  'AWS/Firehose': {
    IncomingRecords: count('DeliveryStreamName'),
    'DeliveryToS3.DataFreshness': seconds('DeliveryStreamName'),
    'ExecuteProcessing.Success': none('DeliveryStreamName'),
    'ExecuteProcessing.Duration': milliseconds('DeliveryStreamName'),
  },
  // Lambda Developer Guide, "Types of metrics for Lambda functions". Nothing is reported while the function is not
  // invoked.
  'AWS/Lambda': {
    Invocations: count('FunctionName'),
    Errors: count('FunctionName'),
    Throttles: count('FunctionName'),
    Duration: milliseconds('FunctionName'),
    IteratorAge: milliseconds('FunctionName'),
  },
  // SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS".
  'AWS/SQS': { ApproximateNumberOfMessagesVisible: count('QueueName') },
  // SNS Developer Guide, "Monitoring Amazon SNS topics using CloudWatch".
  'AWS/SNS': { NumberOfNotificationsFailed: count('TopicName') },
  // DynamoDB Developer Guide, "DynamoDB metrics and dimensions": for the table without its indexes.
  'AWS/DynamoDB': { ReadThrottleEvents: count('TableName'), WriteThrottleEvents: count('TableName') },
  // Step Functions Developer Guide, "Monitoring Step Functions metrics using Amazon CloudWatch".
  'AWS/States': {
    ExecutionsStarted: count('StateMachineArn'),
    ExecutionsSucceeded: count('StateMachineArn'),
    ExecutionsFailed: count('StateMachineArn'),
    ExecutionsTimedOut: count('StateMachineArn'),
    ExecutionsAborted: count('StateMachineArn'),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, AwsMetric>>>>;

export type AwsNamespace = keyof typeof AWS_METRICS;

export type AwsMetricName<N extends AwsNamespace> = keyof (typeof AWS_METRICS)[N] & string;

/** A value for each dimension of a metric, and no others. */
export type DimensionsOf<N extends AwsNamespace, M extends AwsMetricName<N>> = (typeof AWS_METRICS)[N][M] extends {
  readonly dimensions: readonly (infer D extends string)[];
}
  ? Readonly<Record<D, string>>
  : never;
