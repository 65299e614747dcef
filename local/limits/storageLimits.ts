import { formOf, limitsOf, type Limits } from './limit.js';

const DYNAMODB = 'DynamoDB Developer Guide, quotas';
const S3 = 'S3 User Guide, bucket naming rules';
const FIREHOSE = 'Firehose API, CreateDeliveryStream';

/** DynamoDB, S3 and Firehose. */
export const STORAGE_LIMITS: Readonly<Record<string, Limits>> = {
  'aws:dynamodb/table:Table': {
    limits: limitsOf(
      DYNAMODB,
      ['name', 255, 'characters'],
      ['globalSecondaryIndexes', 20, 'entries'],
      ['globalSecondaryIndexes.*.name', 255, 'characters'],
      ['localSecondaryIndexes', 5, 'entries'],
      ['attributes.*.name', 255, 'characters'],
    ),
    forms: [
      formOf(DYNAMODB, 'name', /^[.\w-]{3,}$/),
      formOf(DYNAMODB, 'globalSecondaryIndexes.*.name', /^[.\w-]{3,}$/),
    ],
  },
  'aws:s3/bucket:Bucket': {
    limits: limitsOf(S3, ['bucket', 63, 'characters']),
    forms: [formOf(S3, 'bucket', /^(?!xn--)[a-z0-9](?:[a-z0-9-]|\.(?!\.))+[a-z0-9](?<!-s3alias)$/)],
  },
  'aws:s3/bucketPolicy:BucketPolicy': {
    limits: limitsOf('S3 User Guide, bucket policies', ['policy', 20_480, 'bytes']),
    forms: [],
  },
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': {
    limits: limitsOf(
      'S3 API, PutBucketLifecycleConfiguration',
      ['rules', 1000, 'entries'],
      ['rules.*.id', 255, 'characters'],
    ),
    forms: [],
  },
  'aws:s3/bucketNotification:BucketNotification': {
    limits: limitsOf('S3 API, PutBucketNotificationConfiguration', ['lambdaFunctions', 100, 'entries']),
    forms: [],
  },
  'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream': {
    limits: limitsOf(
      FIREHOSE,
      ['name', 64, 'characters'],
      ['extendedS3Configuration.prefix', 1024, 'characters'],
      ['extendedS3Configuration.errorOutputPrefix', 1024, 'characters'],
      ['extendedS3Configuration.bufferingInterval', 900, 'units'],
      ['extendedS3Configuration.bufferingSize', 128, 'units'],
      ['extendedS3Configuration.processingConfiguration.processors.*.parameters.*.parameterValue', 5120, 'characters'],
    ),
    forms: [formOf(FIREHOSE, 'name', /^[.\w-]+$/)],
  },
};
