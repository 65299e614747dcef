import { s3 } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { tagsOf, type StackIdentity } from '../identity.js';
import { bucketName } from '../names.js';
import { policyText, tlsOnly, type ResourceStatement } from '../policies/documents.js';

export interface LogBucketArgs {
  readonly identity: StackIdentity;
  readonly region: string;
  readonly keyArn: pulumi.Input<string>;
  /** Days by prefix; the empty prefix means all objects. */
  readonly retentionDays: Readonly<Record<string, number>>;
  readonly protect: boolean;
  /** Part of the bucket's name. A Region has one bucket for each content. */
  readonly content: string;
  /** Statements for services that write to the bucket that have no role of the stack, given its ARN. */
  readonly statementsOn?: (bucketArn: string) => readonly ResourceStatement[];
}

/** A private bucket: encrypted, versioned, with a lifecycle, over TLS only. */
export class LogBucket extends pulumi.ComponentResource {
  readonly bucketName: string;
  readonly resource: s3.Bucket;

  constructor(name: string, args: LogBucketArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:LogBucket', name, {}, options);
    const { identity, region, content, keyArn, retentionDays } = args;
    this.bucketName = bucketName(identity, content, region);
    this.resource = new s3.Bucket(
      `${name}-bucket`,
      { region, bucket: this.bucketName, forceDestroy: !args.protect, tags: tagsOf(identity) },
      { parent: this, protect: args.protect },
    );
    const of = { region, bucket: this.resource.bucket };
    const child = { parent: this };
    const access = new s3.BucketPublicAccessBlock(
      `${name}-public-access`,
      { ...of, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      child,
    );
    new s3.BucketOwnershipControls(
      `${name}-ownership`,
      { ...of, rule: { objectOwnership: 'BucketOwnerEnforced' } },
      child,
    );
    const versioning = new s3.BucketVersioning(
      `${name}-versioning`,
      { ...of, versioningConfiguration: { status: 'Enabled' } },
      child,
    );
    new s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      {
        ...of,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
            bucketKeyEnabled: true,
          },
        ],
      },
      child,
    );
    new s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { ...of, rules: lifecycleRules(retentionDays) },
      { ...child, dependsOn: [versioning] },
    );
    const arn = `arn:${identity.partition}:s3:::${this.bucketName}`;
    const statements = [tlsOnly([arn, `${arn}/*`], 's3:*'), ...(args.statementsOn?.(arn) ?? [])];
    new s3.BucketPolicy(`${name}-policy`, { ...of, policy: policyText(statements) }, { ...child, dependsOn: [access] });
    this.registerOutputs({ bucketName: this.bucketName });
  }
}

function lifecycleRules(
  retentionDays: LogBucketArgs['retentionDays'],
): Exclude<s3.BucketLifecycleConfigurationArgs['rules'], undefined> {
  return Object.entries(retentionDays).map(([prefix, days]) => ({
    id: `expire-${prefix === '' ? 'all' : prefix.replace('/', '')}`,
    status: 'Enabled',
    filter: prefix === '' ? {} : { prefix },
    expiration: { days },
    noncurrentVersionExpiration: { noncurrentDays: 7 },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  }));
}
