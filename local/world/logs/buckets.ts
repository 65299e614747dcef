import { ServiceError } from '../../../handlers/runtime/errors.js';
import type { ObjectStore } from '../../../handlers/ports/objectStore.js';
import { MemoryObjectStore } from '../../memory/memoryObjectStore.js';
import type { Declared, Graph } from '../declared.js';
import { errorLine, type Journal } from '../journal.js';
import type { LambdaFunctions } from '../compute/lambdaFunctions.js';
import { WorldError } from '../worldError.js';

interface Bucket {
  readonly name: string;
  readonly region: string;
}

interface Notification {
  readonly bucket: string;
  readonly prefix: string;
  readonly functionArn: string;
}

interface Parts {
  readonly journal: Journal;
  readonly functions: () => LambdaFunctions;
  readonly partition: string;
}

const SERVICE = 's3.amazonaws.com';

/** The stack's buckets with their notifications. */
export class Buckets implements ObjectStore {
  readonly store = new MemoryObjectStore();
  readonly #buckets: readonly Bucket[];
  readonly #notifications: readonly Notification[];
  readonly #parts: Parts;

  constructor(graph: Graph, parts: Parts) {
    this.#parts = parts;
    this.#buckets = graph
      .all('s3/bucket:Bucket')
      .map((bucket) => ({ name: bucket.text('bucket'), region: bucket.text('region') }));
    this.#notifications = graph.all('s3/bucketNotification:BucketNotification').flatMap(notificationsOf);
  }

  read(bucket: string, key: string): Promise<Uint8Array> {
    this.#at(bucket);
    return this.store.read(bucket, key);
  }

  async write(bucket: string, key: string, content: Uint8Array): Promise<void> {
    const { region } = this.#at(bucket);
    await this.store.write(bucket, key, content);
    const told = this.#notifications.filter((one) => one.bucket === bucket && key.startsWith(one.prefix));
    for (const { functionArn } of told) this.#tell(functionArn, { bucket, key, region, size: content.length });
  }

  /** Throws ServiceError for a bucket that there is not. */
  regionOf(bucket: string): string {
    return this.#at(bucket).region;
  }

  #at(name: string): Bucket {
    const found = this.#buckets.find((bucket) => bucket.name === name);
    if (found === undefined) throw new ServiceError('S3', `the bucket ${name} does not exist`);
    return found;
  }

  #tell(functionArn: string, written: Written): void {
    const source = `arn:${this.#parts.partition}:s3:::${written.bucket}`;
    try {
      this.#parts.functions().assertLetsIn(functionArn, SERVICE, source);
      this.#parts.functions().invokeLater(functionArn, eventOf(written, source));
    } catch (error) {
      if (error instanceof WorldError) throw error;
      this.#parts.journal.add({ kind: 'undelivered', from: source, to: functionArn, reason: errorLine(error) });
    }
  }
}

interface Written {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly size: number;
}

/** S3 User Guide, "Event message structure": keys are URL-encoded as in forms. */
function eventOf({ bucket, key, region, size }: Written, arn: string): unknown {
  const encoded = encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
  const s3 = { s3SchemaVersion: '1.0', bucket: { name: bucket, arn }, object: { key: encoded, size } };
  const eventTime = new Date().toISOString();
  return {
    Records: [
      { eventVersion: '2.1', eventSource: 'aws:s3', awsRegion: region, eventTime, eventName: 'ObjectCreated:Put', s3 },
    ],
  };
}

function notificationsOf(resource: Declared): readonly Notification[] {
  return resource.list('lambdaFunctions').map((one) => {
    const events = one.texts('events').join(', ');
    if (events !== 's3:ObjectCreated:*')
      throw new WorldError(`${one.urn}: the world does not know the event ${events}`);
    return {
      bucket: resource.text('bucket'),
      prefix: one.textOr('', 'filterPrefix'),
      functionArn: one.text('lambdaFunctionArn'),
    };
  });
}
