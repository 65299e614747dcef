import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type BucketVersioningStatus,
  type Event,
  type ExpirationStatus,
  type ObjectOwnership,
  type ServerSideEncryption,
} from '@aws-sdk/client-s3';
import type { Aws } from '../aws.js';
import { done, type Creators, type Made } from './creator.js';

export const BUCKETS: Creators = {
  'aws:s3/bucket:Bucket': ({ bucket }: OfBucket, { s3 }) => done(s3.send(new CreateBucketCommand({ Bucket: bucket }))),
  'aws:s3/bucketPolicy:BucketPolicy': ({ bucket, policy }: BucketPolicy, { s3 }) =>
    done(s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: policy }))),
  'aws:s3/bucketVersioning:BucketVersioning': ({ bucket, versioningConfiguration }: Versioning, { s3 }) => {
    const VersioningConfiguration = { Status: versioningConfiguration.status };
    return done(s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration })));
  },
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls': ({ bucket, rule }: Ownership, { s3 }) => {
    const OwnershipControls = { Rules: [{ ObjectOwnership: rule.objectOwnership }] };
    return done(s3.send(new PutBucketOwnershipControlsCommand({ Bucket: bucket, OwnershipControls })));
  },
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': ({ bucket, ...block }: AccessBlock, { s3 }) => {
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: block.blockPublicAcls,
      BlockPublicPolicy: block.blockPublicPolicy,
      IgnorePublicAcls: block.ignorePublicAcls,
      RestrictPublicBuckets: block.restrictPublicBuckets,
    };
    return done(s3.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration })));
  },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': putEncryption,
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': putLifecycle,
  'aws:s3/bucketNotification:BucketNotification': putNotification,
};

interface OfBucket {
  readonly bucket: string;
}

interface BucketPolicy extends OfBucket {
  readonly policy: string;
}

interface Versioning extends OfBucket {
  readonly versioningConfiguration: { readonly status: BucketVersioningStatus };
}

interface Ownership extends OfBucket {
  readonly rule: { readonly objectOwnership: ObjectOwnership };
}

interface AccessBlock extends OfBucket {
  readonly blockPublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly ignorePublicAcls: boolean;
  readonly restrictPublicBuckets: boolean;
}

interface Encryption extends OfBucket {
  readonly rules: readonly {
    readonly applyServerSideEncryptionByDefault: {
      readonly sseAlgorithm: ServerSideEncryption;
      readonly kmsMasterKeyId: string;
    };
    readonly bucketKeyEnabled: boolean;
  }[];
}

interface Lifecycle extends OfBucket {
  readonly rules: readonly {
    readonly id: string;
    readonly status: ExpirationStatus;
    readonly filter: { readonly prefix?: string };
    readonly expiration: { readonly days: number };
    readonly noncurrentVersionExpiration: { readonly noncurrentDays: number };
  }[];
}

interface Notification extends OfBucket {
  readonly lambdaFunctions: readonly {
    readonly lambdaFunctionArn: string;
    readonly events: readonly Event[];
    readonly filterPrefix: string;
  }[];
}

function putEncryption({ bucket, rules }: Encryption, { s3 }: Aws): Promise<Made> {
  const Rules = rules.map(({ applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled }) => ({
    ApplyServerSideEncryptionByDefault: {
      SSEAlgorithm: byDefault.sseAlgorithm,
      KMSMasterKeyID: byDefault.kmsMasterKeyId,
    },
    BucketKeyEnabled: bucketKeyEnabled,
  }));
  const ServerSideEncryptionConfiguration = { Rules };
  return done(s3.send(new PutBucketEncryptionCommand({ Bucket: bucket, ServerSideEncryptionConfiguration })));
}

function putLifecycle({ bucket, rules }: Lifecycle, { s3 }: Aws): Promise<Made> {
  const Rules = rules.map(({ id, status, filter, expiration, noncurrentVersionExpiration }) => ({
    ID: id,
    Status: status,
    Filter: { Prefix: filter.prefix ?? '' },
    Expiration: { Days: expiration.days },
    NoncurrentVersionExpiration: { NoncurrentDays: noncurrentVersionExpiration.noncurrentDays },
  }));
  const LifecycleConfiguration = { Rules };
  return done(s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration })));
}

function putNotification({ bucket, lambdaFunctions }: Notification, { s3 }: Aws): Promise<Made> {
  const LambdaFunctionConfigurations = lambdaFunctions.map(({ lambdaFunctionArn, events, filterPrefix }) => ({
    LambdaFunctionArn: lambdaFunctionArn,
    Events: [...events],
    Filter: { Key: { FilterRules: [{ Name: 'prefix' as const, Value: filterPrefix }] } },
  }));
  const NotificationConfiguration = { LambdaFunctionConfigurations };
  return done(s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration })));
}
