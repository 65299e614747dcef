import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ReportPages } from '../ports/reportPages.js';

/** Pages as objects, encrypted as the bucket has it by default. */
export class S3ReportPages implements ReportPages {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async write(key: string, page: string): Promise<void> {
    const ContentType = 'text/html; charset=utf-8';
    await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: page, ContentType }));
  }
}
