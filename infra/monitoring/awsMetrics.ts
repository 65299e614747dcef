/** How a metric of AWS is reported: in which unit, and with exactly which dimensions. */
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
 * The metrics of AWS that alarms and dashboards use, each checked against the page above it. Units are for the reader:
 * none is sent with a query, where it would be a filter that a page's mistake turns into silence.
 */
export const AWS_METRICS = {
  // Bedrock User Guide, "Monitor bedrock-runtime inference using CloudWatch metrics". What it calls "Across all model
  // IDs" are metrics without dimensions; those of log delivery exist in no other form.
  'AWS/Bedrock': {
    Invocations: count(),
    OutputTokenCount: count(),
    ModelInvocationLogsCloudWatchDeliverySuccess: count(),
    ModelInvocationLogsCloudWatchDeliveryFailure: count(),
  },
  // Bedrock User Guide, "Monitor bedrock-mantle inference using CloudWatch metrics": of the account, no dimensions.
  'AWS/BedrockMantle': { Inferences: count(), TotalOutputTokens: count() },
  // CloudWatch Logs User Guide, "Monitoring with CloudWatch metrics". It does not say how destinations are spelled in
  // DestinationType, so the metrics of a subscription are asked for by a query that does not name it.
  'AWS/Logs': {
    IncomingLogEvents: none('LogGroupName'),
    DeliveryErrors: none('LogGroupName', 'DestinationType', 'FilterName'),
    DeliveryThrottling: none('LogGroupName', 'DestinationType', 'FilterName'),
  },
  // Amazon Data Firehose Developer Guide, "Monitor Amazon Data Firehose with CloudWatch metrics". Its metrics of failed
  // conversions are those of format conversion, which the stream does not do.
  'AWS/Firehose': {
    IncomingRecords: count('DeliveryStreamName'),
    'DeliveryToS3.DataFreshness': seconds('DeliveryStreamName'),
    'ExecuteProcessing.Success': none('DeliveryStreamName'),
    'ExecuteProcessing.Duration': milliseconds('DeliveryStreamName'),
  },
  // Lambda Developer Guide, "Types of metrics for Lambda functions". None is reported while nobody calls the function.
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
  // DynamoDB Developer Guide, "DynamoDB metrics and dimensions": of the table without its indexes.
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

/** A value for each dimension of a metric, and for no other. */
export type DimensionsOf<N extends AwsNamespace, M extends AwsMetricName<N>> = (typeof AWS_METRICS)[N][M] extends {
  readonly dimensions: readonly (infer D extends string)[];
}
  ? Readonly<Record<D, string>>
  : never;
