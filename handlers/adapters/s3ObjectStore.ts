import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ServiceError } from '../runtime/errors.js';
import type { ObjectStore } from '../ports/objectStore.js';

export class S3ObjectStore implements ObjectStore {
  readonly #client: S3Client;

  constructor(client: S3Client) {
    this.#client = client;
  }

  async read(bucket: string, key: string): Promise<Uint8Array> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (Body === undefined) throw new ServiceError('S3', `${bucket}/${key} came without its content`);
    return Body.transformToByteArray();
  }

  async write(bucket: string, key: string, content: Uint8Array): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content }));
  }
}

export function connectObjectStore(): S3ObjectStore {
  return new S3ObjectStore(new S3Client());
}
