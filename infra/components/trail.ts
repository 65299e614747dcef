import { cloudtrail } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { tagsOf, type StackIdentity } from '../identity.js';
import { trailArn, trailName } from '../names.js';
import type { ResourceStatement } from '../policies/documents.js';
import { LogBucket } from './logBucket.js';

export interface ManagementTrailArgs {
  readonly identity: StackIdentity;
  readonly keyArn: pulumi.Input<string>;
  readonly retentionDays: number;
  readonly protectsData: boolean;
}

const CONTENT = 'trail';

/** A trail of management events in all Regions. Without a trail EventBridge sees no calls of IAM or Bedrock. */
export class ManagementTrail extends pulumi.ComponentResource {
  constructor(name: string, args: ManagementTrailArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:ManagementTrail', name, {}, options);
    const { identity, keyArn, retentionDays, protectsData: protect } = args;
    const { homeRegion: region } = identity;
    const bucket = new LogBucket(
      `${name}-logs`,
      {
        identity,
        region,
        content: CONTENT,
        keyArn,
        retentionDays: { '': retentionDays },
        protect,
        statementsOn: (arn) => trailStatements(identity, arn),
      },
      { parent: this },
    );
    new cloudtrail.Trail(
      `${name}-trail`,
      {
        region,
        name: trailName(identity),
        s3BucketName: bucket.resource.bucket,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        kmsKeyId: keyArn,
        tags: tagsOf(identity),
      },
      { parent: this, dependsOn: [bucket] },
    );
    this.registerOutputs();
  }
}

/** As CloudTrail requires (CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail"). */
function trailStatements(identity: StackIdentity, bucketArn: string): readonly ResourceStatement[] {
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const source = { 'aws:SourceArn': [trailArn(identity)] };
  return [
    {
      Sid: 'TrailLooks',
      Effect: 'Allow',
      Principal,
      Action: ['s3:GetBucketAcl'],
      Resource: [bucketArn],
      Condition: { StringEquals: source },
    },
    {
      Sid: 'TrailWrites',
      Effect: 'Allow',
      Principal,
      Action: ['s3:PutObject'],
      Resource: [`${bucketArn}/AWSLogs/${identity.accountId}/*`],
      Condition: { StringEquals: { ...source, 's3:x-amz-acl': ['bucket-owner-full-control'] } },
    },
  ];
}
