import { kms } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { arnOf, ownRolesPattern, physicalName, tagsOf, type StackIdentity } from '../identity.js';
import { trailArn } from '../names.js';
import { policyText, type ResourceStatement } from '../policies/documents.js';

export interface EncryptionArgs {
  readonly identity: StackIdentity;
  /** A key belongs to one Region. */
  readonly region: string;
  readonly protect: boolean;
}

/** The KMS key for everything that the stack stores in one Region. */
export class Encryption extends pulumi.ComponentResource {
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, { identity, region, protect }: EncryptionArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:Encryption', name, {}, options);
    const key = new kms.Key(
      `${name}-key`,
      {
        region,
        description: `Bedrock Budgeteer, stack ${identity.stack}`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: policyText(keyStatements(identity, region)),
        tags: tagsOf(identity),
      },
      { parent: this, protect },
    );
    new kms.Alias(
      `${name}-alias`,
      { region, name: `alias/${physicalName(identity, 'key')}`, targetKeyId: key.keyId },
      { parent: this },
    );
    this.keyArn = key.arn;
    this.registerOutputs({ keyArn: this.keyArn });
  }
}

const USE = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];

/** Services through which our roles use the key. Channels may encrypt their secrets with it. */
const SERVICES = ['dynamodb', 's3', 'sqs', 'sns', 'lambda', 'firehose', 'ssm', 'secretsmanager'];

/**
 * Who may use the key, through which service. The key policy is complete, so no role needs KMS permissions. In a key
 * policy the resource `*` is the key itself.
 */
function keyStatements(identity: StackIdentity, region: string): readonly ResourceStatement[] {
  const { partition, accountId } = identity;
  const via = SERVICES.map((service) => `${service}.${region}.amazonaws.com`);
  return [
    {
      Sid: 'Administer',
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
      Action: ['kms:*'],
      Resource: ['*'],
    },
    {
      Sid: 'OwnRolesByServices',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: USE,
      Resource: ['*'],
      Condition: {
        StringEquals: { 'kms:CallerAccount': [accountId], 'kms:ViaService': via },
        ArnLike: { 'aws:PrincipalArn': [ownRolesPattern(identity)] },
      },
    },
    {
      Sid: 'LogGroups',
      Effect: 'Allow',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: USE,
      Resource: ['*'],
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': [arnOf(identity, 'logs', 'log-group:*', region)] },
      },
    },
    serviceStatement('EventsToQueues', 'events.amazonaws.com', identity),
    serviceStatement('AlarmsToTopics', 'cloudwatch.amazonaws.com', identity),
    serviceStatement('BedrockLargeBodies', 'bedrock.amazonaws.com', identity),
    trailStatement(identity),
  ];
}

function serviceStatement(Sid: string, service: string, { accountId }: StackIdentity): ResourceStatement {
  return {
    Sid,
    Effect: 'Allow',
    Principal: { Service: service },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: ['*'],
    Condition: { StringEquals: { 'aws:SourceAccount': [accountId] } },
  };
}

/** As CloudTrail requires (CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail"). */
function trailStatement(identity: StackIdentity): ResourceStatement {
  return {
    Sid: 'Trail',
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: ['kms:GenerateDataKey*', 'kms:DescribeKey'],
    Resource: ['*'],
    Condition: { StringEquals: { 'aws:SourceArn': [trailArn(identity)] } },
  };
}
