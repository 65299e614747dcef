import { bedrockmodel, cloudwatch } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { arnOf, tagsOf, type StackIdentity } from '../identity.js';
import { invocationLogGroup } from '../names.js';
import type { ResourceStatement } from '../policies/documents.js';
import type { LogBucket } from './logBucket.js';
import { ServiceRole } from './serviceRole.js';

export interface InvocationLogArgs {
  readonly identity: StackIdentity;
  readonly region: string;
  readonly keyArn: pulumi.Input<string>;
  /** Holds bodies that do not fit into a log event. */
  readonly bucket: LogBucket;
  readonly bodiesPrefix: string;
  readonly logsBodies: boolean;
  readonly retentionDays: number;
  /** What happens to log group and switch when they leave the stack: deleted, deletion refused, or left behind. */
  readonly onDelete: 'go' | 'refuse' | 'stay';
}

/**
 * Switches Bedrock's invocation logging on. A Region has one such switch: this overwrites another configuration, and
 * destroying the stack switches it off unless `onDelete` is `stay`.
 */
export class InvocationLog extends pulumi.ComponentResource {
  readonly logGroup: pulumi.Output<string>;

  constructor(name: string, args: InvocationLogArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:InvocationLog', name, {}, options);
    const { identity, region, keyArn, retentionDays } = args;
    const kept = { parent: this, ...deletionOf(args) };
    const group = new cloudwatch.LogGroup(
      `${name}-group`,
      {
        region,
        name: invocationLogGroup(identity),
        retentionInDays: retentionDays,
        kmsKeyId: keyArn,
        tags: tagsOf(identity),
      },
      kept,
    );
    const streams = `log-group:${invocationLogGroup(identity)}:log-stream:aws/bedrock/modelinvocations`;
    const role = new ServiceRole(
      `${name}-writer`,
      {
        identity,
        roleName: `bedrock-logging-${region}`,
        service: 'bedrock.amazonaws.com',
        sourceArn: arnOf(identity, 'bedrock', '*', region),
        statements: [
          {
            Sid: 'WriteInvocations',
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: [arnOf(identity, 'logs', streams, region)],
          },
        ],
        ...(args.onDelete === 'stay' ? { staysOnDelete: true } : {}),
      },
      { parent: this },
    );
    this.#configuration(name, args, group, role);
    this.logGroup = group.name;
    this.registerOutputs({ logGroup: this.logGroup });
  }

  #configuration(name: string, args: InvocationLogArgs, group: cloudwatch.LogGroup, role: ServiceRole): void {
    const { region, bucket, bodiesPrefix, logsBodies } = args;
    const bodies = { bucketName: bucket.resource.bucket, keyPrefix: bodiesPrefix.replace(/\/$/, '') };
    new bedrockmodel.InvocationLoggingConfiguration(
      `${name}-configuration`,
      {
        region,
        loggingConfig: {
          textDataDeliveryEnabled: logsBodies,
          imageDataDeliveryEnabled: false,
          embeddingDataDeliveryEnabled: false,
          videoDataDeliveryEnabled: false,
          cloudwatchConfig: {
            logGroupName: group.name,
            roleArn: role.arn,
            ...(logsBodies ? { largeDataDeliveryS3Config: bodies } : {}),
          },
        },
      },
      // Bedrock checks at once whether it may write.
      { parent: this, ...deletionOf(args), dependsOn: [bucket, role] },
    );
  }
}

function deletionOf({ onDelete }: InvocationLogArgs): pulumi.CustomResourceOptions {
  return { protect: onDelete === 'refuse', retainOnDelete: onDelete === 'stay' };
}

/** Lets Bedrock write bodies above 100 KB below a prefix of the bucket. */
export function bodiesStatement(
  identity: StackIdentity,
  region: string,
  { bucketArn, prefix }: { readonly bucketArn: string; readonly prefix: string },
): ResourceStatement {
  return {
    Sid: 'BedrockBodies',
    Effect: 'Allow',
    Principal: { Service: 'bedrock.amazonaws.com' },
    Action: ['s3:PutObject'],
    Resource: [`${bucketArn}/${prefix}*`],
    Condition: {
      StringEquals: { 'aws:SourceAccount': [identity.accountId] },
      ArnLike: { 'aws:SourceArn': [arnOf(identity, 'bedrock', '*', region)] },
    },
  };
}
