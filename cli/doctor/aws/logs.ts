import {
  BedrockClient,
  GetModelInvocationLoggingConfigurationCommand,
  ListModelInvocationJobsCommand,
} from '@aws-sdk/client-bedrock';
import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  paginateDescribeSubscriptionFilters,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  ResourceNotFoundException as NoSuchStream,
} from '@aws-sdk/client-firehose';
import type { BatchJob, DeliveryStreamState, LoggingSwitch, LogSubscription } from '../examination.js';

/** The one stream that Bedrock writes to (Bedrock User Guide, "Model invocation logging"). */
export const INVOCATIONS_STREAM = 'aws/bedrock/modelinvocations';

export async function loggingIn(region: string): Promise<LoggingSwitch | undefined> {
  const client = new BedrockClient({ region });
  const { loggingConfig } = await client.send(new GetModelInvocationLoggingConfigurationCommand({}));
  if (loggingConfig === undefined) return undefined;
  const { cloudWatchConfig, s3Config, textDataDeliveryEnabled } = loggingConfig;
  return {
    logGroup: cloudWatchConfig?.logGroupName,
    bucket: s3Config?.bucketName,
    logsBodies: textDataDeliveryEnabled !== false,
    keepsLargeBodies: cloudWatchConfig?.largeDataDeliveryS3Config?.bucketName !== undefined,
  };
}

export async function batchJobsIn(region: string, since: number): Promise<readonly BatchJob[]> {
  const input = { submitTimeAfter: new Date(since), maxResults: 100, sortOrder: 'Descending' } as const;
  const client = new BedrockClient({ region });
  const { invocationJobSummaries = [] } = await client.send(new ListModelInvocationJobsCommand(input));
  return invocationJobSummaries.map(({ modelId = '', roleArn = '' }) => ({ modelId, roleArn }));
}

export async function lastLogEventIn(region: string, logGroupName: string): Promise<number | undefined> {
  const client = new CloudWatchLogsClient({ region });
  const input = { logGroupName, logStreamNamePrefix: INVOCATIONS_STREAM, limit: 1 };
  const { logStreams = [] } = await client.send(new DescribeLogStreamsCommand(input));
  return logStreams[0]?.lastEventTimestamp;
}

export async function subscriptionsIn(
  region: string,
  logGroupName: string,
): Promise<readonly LogSubscription[] | undefined> {
  const client = new CloudWatchLogsClient({ region });
  const found: LogSubscription[] = [];
  try {
    for await (const { subscriptionFilters = [] } of paginateDescribeSubscriptionFilters(
      { client },
      { logGroupName },
    )) {
      for (const { filterName = '', destinationArn = '', filterPattern = '' } of subscriptionFilters) {
        found.push({ name: filterName, destinationArn, pattern: filterPattern });
      }
    }
    return found;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

export async function streamIn(region: string, name: string): Promise<DeliveryStreamState | undefined> {
  try {
    const client = new FirehoseClient({ region });
    const input = { DeliveryStreamName: name };
    const { DeliveryStreamDescription: stream } = await client.send(new DescribeDeliveryStreamCommand(input));
    const [destination] = stream?.Destinations ?? [];
    const processing = destination?.ExtendedS3DestinationDescription?.ProcessingConfiguration;
    const parameters = (processing?.Processors ?? []).flatMap(({ Parameters = [] }) => Parameters);
    const functionArn = parameters.find(({ ParameterName }) => ParameterName === 'LambdaArn')?.ParameterValue;
    return {
      arn: stream?.DeliveryStreamARN ?? '',
      status: stream?.DeliveryStreamStatus ?? 'unknown',
      reason: stream?.FailureDescription?.Details,
      functionArn: processing?.Enabled === true ? functionArn : undefined,
    };
  } catch (error) {
    if (error instanceof NoSuchStream) return undefined;
    throw error;
  }
}
