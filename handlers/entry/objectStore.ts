import { S3Client } from '@aws-sdk/client-s3';
import { S3ObjectStore } from '../adapters/s3ObjectStore.js';

export function composeObjectStore(): S3ObjectStore {
  return new S3ObjectStore(new S3Client());
}
