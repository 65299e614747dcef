import { cloudwatch, kinesis } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { arnOf, tagsOf, type StackIdentity } from '../identity.js';
import { streamName } from '../names.js';
import type { IamStatement } from '../policies/adapterStatements.js';
import type { LambdaFunction } from './lambdaFunction.js';
import type { LogBucket } from './logBucket.js';
import { ServiceRole } from './serviceRole.js';

export interface UsageStreamArgs {
  readonly identity: StackIdentity;
  readonly region: string;
  readonly keyArn: pulumi.Input<string>;
  readonly bucket: LogBucket;
  readonly usagePrefix: string;
  /** Charges log events and answers with usage lines. */
  readonly meter: LambdaFunction;
  readonly logRetentionDays: number;
  /** How long log events are collected before the function is invoked: shorter charges earlier, and costs more. */
  readonly chargeAfterSeconds: number;
}

/** The Firehose stream that hands log events to usage-calculator and stores the usage lines. */
export class UsageStream extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: UsageStreamArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:UsageStream', name, {}, options);
    const { identity, region, keyArn, bucket, meter, chargeAfterSeconds } = args;
    const role = new ServiceRole(
      `${name}-delivery`,
      {
        identity,
        roleName: `firehose-${region}`,
        service: 'firehose.amazonaws.com',
        statements: deliveryStatements(args),
      },
      { parent: this },
    );
    const stream = new kinesis.FirehoseDeliveryStream(
      `${name}-stream`,
      {
        region,
        name: streamName(identity),
        destination: 'extended_s3',
        serverSideEncryption: { enabled: true, keyType: 'CUSTOMER_MANAGED_CMK', keyArn },
        extendedS3Configuration: {
          roleArn: role.arn,
          bucketArn: bucket.resource.arn,
          kmsKeyArn: keyArn,
          prefix: `${args.usagePrefix}!{timestamp:yyyy/MM/dd/HH}/`,
          errorOutputPrefix: '!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/',
          compressionFormat: 'GZIP',
          bufferingInterval: 60,
          bufferingSize: 5,
          cloudwatchLoggingOptions: { enabled: true, ...this.#deliveryLog(name, args) },
          // Only what differs from the service's defaults, 1 MB and three retries, which it does not echo.
          processingConfiguration: {
            enabled: true,
            processors: [
              {
                type: 'Lambda',
                parameters: [
                  { parameterName: 'LambdaArn', parameterValue: `${meter.arn}:$LATEST` },
                  { parameterName: 'BufferIntervalInSeconds', parameterValue: String(chargeAfterSeconds) },
                ],
              },
            ],
          },
        },
        tags: tagsOf(identity),
      },
      { parent: this, dependsOn: [meter.resource] },
    );
    this.arn = stream.arn;
    this.registerOutputs({ arn: this.arn });
  }

  #deliveryLog(
    name: string,
    { identity, region, keyArn, logRetentionDays }: UsageStreamArgs,
  ): { readonly logGroupName: pulumi.Input<string>; readonly logStreamName: pulumi.Input<string> } {
    const group = new cloudwatch.LogGroup(
      `${name}-logs`,
      {
        region,
        name: deliveryLogGroup(identity),
        retentionInDays: logRetentionDays,
        kmsKeyId: keyArn,
        tags: tagsOf(identity),
      },
      { parent: this },
    );
    const log = new cloudwatch.LogStream(
      `${name}-log`,
      { region, name: 'delivery', logGroupName: group.name },
      { parent: this },
    );
    return { logGroupName: group.name, logStreamName: log.name };
  }
}

function deliveryLogGroup(identity: StackIdentity): string {
  return `/aws/kinesisfirehose/${streamName(identity)}`;
}

function deliveryStatements({ identity, region, bucket, meter }: UsageStreamArgs): readonly IamStatement[] {
  const bucketArn = `arn:${identity.partition}:s3:::${bucket.bucketName}`;
  const log = arnOf(identity, 'logs', `log-group:${deliveryLogGroup(identity)}:log-stream:*`, region);
  return [
    {
      Sid: 'FindBucket',
      Effect: 'Allow',
      Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      Resource: [bucketArn],
    },
    {
      Sid: 'Deliver',
      Effect: 'Allow',
      Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
      Resource: [`${bucketArn}/*`],
    },
    {
      Sid: 'Transform',
      Effect: 'Allow',
      Action: ['lambda:InvokeFunction', 'lambda:GetFunctionConfiguration'],
      Resource: [`${meter.arn}:$LATEST`],
    },
    { Sid: 'Log', Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: [log] },
  ];
}
