import { companionsOf } from '../companions.js';
import { BUCKET_ENCRYPTION, isBucket } from '../resourceTypes.js';
import { isMissing, isOther, isUnknown, valueAt, type CheckedResource, type Properties } from '../resource.js';
import type { ResourceRule, StackRule } from '../rule.js';
import { listOf } from '../statements.js';

/** By type: whether a resource has a customer managed key, or may have one that the preview does not know. */
const HAS_OWN_KEY: Readonly<Record<string, (props: Properties) => boolean>> = {
  'aws:dynamodb/table:Table': ({ serverSideEncryption: sse }) =>
    !isOther(valueAt(sse, 'enabled'), true) && isOwnKey(valueAt(sse, 'kmsKeyArn')),
  'aws:sqs/queue:Queue': ({ kmsMasterKeyId }) => isOwnKey(kmsMasterKeyId),
  'aws:sns/topic:Topic': ({ kmsMasterKeyId }) => isOwnKey(kmsMasterKeyId),
  'aws:cloudwatch/logGroup:LogGroup': ({ kmsKeyId }) => isOwnKey(kmsKeyId),
  'aws:ssm/parameter:Parameter': ({ type, keyId }) => isOther(type, 'SecureString') || isOwnKey(keyId),
  'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream': ({ serverSideEncryption: sse }) =>
    !isOther(valueAt(sse, 'enabled'), true) &&
    !isOther(valueAt(sse, 'keyType'), 'CUSTOMER_MANAGED_CMK') &&
    isOwnKey(valueAt(sse, 'keyArn')),
};

export const ownKeys: ResourceRule = {
  name: 'own-keys',
  description: 'Tables, queues, topics, log groups, SecureStrings and Firehose streams have a key of the customer.',
  scope: 'resource',
  violations: ({ type, props }) =>
    (HAS_OWN_KEY[type]?.(props) ?? true) ? [] : ['is not encrypted with a key of the customer'],
};

export const bucketKeys: StackRule = {
  name: 'bucket-keys',
  description: 'Buckets have a key of the customer.',
  scope: 'stack',
  violations: (resources) =>
    resources
      .filter((resource) => isBucket(resource) && !encryptsItself(resource))
      .filter((bucket) => !companionsOf(bucket, resources, BUCKET_ENCRYPTION).some(encryptsBucket))
      .map((resource) => ({ resource, message: 'is not encrypted with a key of the customer' })),
};

export const keyRotation: ResourceRule = {
  name: 'key-rotation',
  description: 'Keys are rotated every year.',
  scope: 'resource',
  violations: ({ type, props }) =>
    type === 'aws:kms/key:Key' && isOther(props['enableKeyRotation'], true) ? ['is not rotated'] : [],
};

/** Keys that AWS manages have aliases of the form `alias/aws/SERVICE`. */
function isOwnKey(key: unknown): boolean {
  return !isMissing(key) && !(typeof key === 'string' && key.includes('alias/aws/'));
}

function encryptsBucket({ props }: CheckedResource): boolean {
  const { rules } = props;
  return isUnknown(rules) || listOf(rules).some(usesOwnKey);
}

/** Encryption as a property of the bucket. A preview does not know the property if nobody set it. */
function encryptsItself({ props }: CheckedResource): boolean {
  const configuration = props['serverSideEncryptionConfiguration'];
  return !isUnknown(configuration) && usesOwnKey(valueAt(configuration, 'rule'));
}

function usesOwnKey(rule: unknown): boolean {
  const byDefault = valueAt(rule, 'applyServerSideEncryptionByDefault');
  const algorithm = valueAt(byDefault, 'sseAlgorithm');
  const isKms = isUnknown(algorithm) || String(algorithm).startsWith('aws:kms');
  return isKms && isOwnKey(valueAt(byDefault, 'kmsMasterKeyId'));
}
