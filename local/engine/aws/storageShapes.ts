import { BY_NAME, type Shape, type Shapes } from './shape.js';

const TABLE_ARN = 'arn:{partition}:dynamodb:{region}:{account}:table/{name}';
const STREAM_LABEL = '2026-01-01T00:00:00.000';

const BUCKET: Shape = {
  named: { property: 'bucket', lowerCase: true },
  id: '{name}',
  outputs: {
    arn: 'arn:{partition}:s3:::{name}',
    bucketDomainName: '{name}.s3.{dns}',
    bucketRegionalDomainName: '{name}.s3.{region}.{dns}',
    bucketRegion: '{region}',
  },
};

const OF_BUCKET: Shape = { id: '{input.bucket}' };

/** What is set on a bucket beside it; the provider has most of them under an older name too. */
const BUCKET_COMPANIONS = [
  ...['bucketPolicy:BucketPolicy', 'bucketPublicAccessBlock:BucketPublicAccessBlock'],
  ...['bucketOwnershipControls:BucketOwnershipControls', 'bucketNotification:BucketNotification'],
  ...['bucketVersioning:BucketVersioning', 'bucketVersioningV2:BucketVersioningV2'],
  ...['bucketLifecycleConfiguration:BucketLifecycleConfiguration', 'bucketLogging:BucketLogging'],
  ...['bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2', 'bucketLoggingV2:BucketLoggingV2'],
  'bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
  'bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2',
  'bucketObjectLockConfiguration:BucketObjectLockConfiguration',
];

const OBJECT: Shape = { id: '{input.key}', outputs: { arn: 'arn:{partition}:s3:::{input.bucket}/{input.key}' } };

export const STORAGE_SHAPES: Shapes = {
  'aws:dynamodb/table:Table': {
    named: BY_NAME,
    id: '{name}',
    outputs: { arn: TABLE_ARN },
    ifTrue: {
      input: 'streamEnabled',
      outputs: { streamArn: `${TABLE_ARN}/stream/${STREAM_LABEL}`, streamLabel: STREAM_LABEL },
    },
  },
  'aws:dynamodb/tableItem:TableItem': { id: '{input.tableName}|{hex:8}' },
  'aws:s3/bucket:Bucket': BUCKET,
  'aws:s3/bucketV2:BucketV2': BUCKET,
  'aws:s3/bucketObject:BucketObject': OBJECT,
  'aws:s3/bucketObjectv2:BucketObjectv2': OBJECT,
  ...Object.fromEntries(BUCKET_COMPANIONS.map((type) => [`aws:s3/${type}`, OF_BUCKET])),
};
