import { PutModelInvocationLoggingConfigurationCommand, type LoggingConfig } from '@aws-sdk/client-bedrock';
import { textAt, type Aws } from '../aws.js';
import { done, type Creators, type Made } from './creator.js';

export const LOGS: Creators = {
  'aws:cloudwatch/logGroup:LogGroup': createGroup,
  'aws:cloudwatch/logStream:LogStream': ({ logGroupName, name }: LogStream, { json }) =>
    done(json('logs', 'CreateLogStream', { logGroupName, logStreamName: name })),
  'aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter': (inputs: SubscriptionFilter, { json }) =>
    done(
      json('logs', 'PutSubscriptionFilter', {
        logGroupName: inputs.logGroup,
        filterName: inputs.name,
        filterPattern: inputs.filterPattern,
        destinationArn: inputs.destinationArn,
        roleArn: inputs.roleArn,
      }),
    ),
  'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream': createDeliveryStream,
  'aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration': putInvocationLogging,
  'aws:cloudtrail/trail:Trail': async ({ name, s3BucketName, kmsKeyId, ...flags }: Trail, { json }) => {
    const arn = textAt(
      await json('cloudtrail', 'CreateTrail', {
        Name: name,
        S3BucketName: s3BucketName,
        KmsKeyId: kmsKeyId,
        EnableLogFileValidation: flags.enableLogFileValidation,
        IncludeGlobalServiceEvents: flags.includeGlobalServiceEvents,
        IsMultiRegionTrail: flags.isMultiRegionTrail,
      }),
      'TrailARN',
    );
    await json('cloudtrail', 'StartLogging', { Name: name });
    return { arn };
  },
};

interface LogGroup {
  readonly name: string;
  readonly kmsKeyId: string;
  readonly retentionInDays: number;
}

interface LogStream {
  readonly logGroupName: string;
  readonly name: string;
}

interface SubscriptionFilter {
  readonly logGroup: string;
  readonly name: string;
  readonly filterPattern: string;
  readonly destinationArn: string;
  readonly roleArn: string;
}

interface DeliveryStream {
  readonly name: string;
  readonly extendedS3Configuration: {
    readonly bucketArn: string;
    readonly roleArn: string;
    readonly bufferingInterval: number;
    readonly bufferingSize: number;
    readonly compressionFormat: string;
    readonly errorOutputPrefix: string;
    readonly prefix: string;
    readonly processingConfiguration: {
      readonly processors: readonly {
        readonly type: string;
        readonly parameters: readonly { readonly parameterName: string; readonly parameterValue: string }[];
      }[];
    };
  };
}

interface InvocationLogging {
  readonly loggingConfig: {
    readonly cloudwatchConfig: {
      readonly logGroupName: string;
      readonly roleArn: string;
      readonly largeDataDeliveryS3Config: NonNullable<LoggingConfig['s3Config']>;
    };
  } & Omit<LoggingConfig, 'cloudWatchConfig' | 's3Config'>;
}

interface Trail {
  readonly name: string;
  readonly s3BucketName: string;
  readonly kmsKeyId: string;
  readonly enableLogFileValidation: boolean;
  readonly includeGlobalServiceEvents: boolean;
  readonly isMultiRegionTrail: boolean;
}

async function createGroup({ name, kmsKeyId, retentionInDays }: LogGroup, { json }: Aws): Promise<Made> {
  await json('logs', 'CreateLogGroup', { logGroupName: name, kmsKeyId });
  return done(json('logs', 'PutRetentionPolicy', { logGroupName: name, retentionInDays }));
}

async function createDeliveryStream({ name, extendedS3Configuration: s3 }: DeliveryStream, aws: Aws): Promise<Made> {
  const processors = s3.processingConfiguration.processors.map(({ type, parameters }) => ({
    Type: type,
    Parameters: parameters.map(({ parameterName, parameterValue }) => ({
      ParameterName: parameterName,
      ParameterValue: parameterValue,
    })),
  }));
  const answer = await aws.json('firehose', 'CreateDeliveryStream', {
    DeliveryStreamName: name,
    DeliveryStreamType: 'DirectPut',
    ExtendedS3DestinationConfiguration: {
      BucketARN: s3.bucketArn,
      RoleARN: s3.roleArn,
      BufferingHints: { IntervalInSeconds: s3.bufferingInterval, SizeInMBs: s3.bufferingSize },
      CompressionFormat: s3.compressionFormat,
      Prefix: s3.prefix,
      ErrorOutputPrefix: s3.errorOutputPrefix,
      ProcessingConfiguration: { Enabled: true, Processors: processors },
    },
  });
  return { arn: textAt(answer, 'DeliveryStreamARN') };
}

function putInvocationLogging({ loggingConfig }: InvocationLogging, { bedrock }: Aws): Promise<Made> {
  const { cloudwatchConfig, ...rest } = loggingConfig;
  const config = { ...rest, cloudWatchConfig: cloudwatchConfig };
  return done(bedrock.send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig: config })));
}
