import type { Link } from './companions.js';
import type { CheckedResource } from './resource.js';

export const BUCKET_POLICY = ofBucket('bucketPolicy:BucketPolicy');

export const BUCKET_ENCRYPTION = ofBucket(
  'bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
  'bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2',
);

export const BUCKET_LIFECYCLE = ofBucket(
  'bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  'bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2',
);

export const BUCKET_ACCESS_BLOCK = ofBucket('bucketPublicAccessBlock:BucketPublicAccessBlock');

export const QUEUE_POLICY: Link = { types: ['aws:sqs/queuePolicy:QueuePolicy'], property: 'queueUrl' };

export const TOPIC_POLICY: Link = { types: ['aws:sns/topicPolicy:TopicPolicy'], property: 'arn' };

export function isBucket({ type }: CheckedResource): boolean {
  return type === 'aws:s3/bucket:Bucket' || type === 'aws:s3/bucketV2:BucketV2';
}

function ofBucket(...types: readonly string[]): Link {
  return { types: types.map((type) => `aws:s3/${type}`), property: 'bucket' };
}
