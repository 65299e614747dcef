import { gzipSync } from 'node:zlib';
import type { Buckets } from './buckets.js';
import { expandedPrefix, type DeliverySettings } from './deliverySettings.js';
import { errorLine, type Journal } from '../journal.js';
import type { Roles } from '../iam/roles.js';
import { WorldError } from '../worldError.js';
import type { WorldTime } from '../worldTime.js';

/** Items that wait until they are large enough together, or the first has waited long enough. */
export interface Gathering<T> {
  pieces: T[];
  bytes: number;
}

interface Parts {
  readonly time: WorldTime;
  readonly journal: Journal;
  readonly roles: Roles;
  readonly buckets: Buckets;
}

const SERVICE = 'firehose.amazonaws.com';

/** Key for records that were transformed. */
export const TRANSFORMED = '';
export const PROCESSING_FAILED = 'processing-failed';

/** Writes a stream's objects of many records to its bucket, separated by the kind of error. */
export class DeliveryOutput {
  readonly #settings: DeliverySettings;
  readonly #parts: Parts;
  readonly #waiting = new Map<string, Gathering<Buffer>>();
  #objects = 0;

  constructor(settings: DeliverySettings, parts: Parts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  add(errorType: string, piece: Buffer): void {
    const { bufferBytes, bufferMs } = this.#settings;
    const gathered = this.#waiting.get(errorType) ?? { pieces: [], bytes: 0 };
    const isFirst = gathered.pieces.length === 0;
    gathered.pieces.push(piece);
    gathered.bytes += piece.length;
    this.#waiting.set(errorType, gathered);
    const isFull = gathered.bytes >= bufferBytes;
    if (!isFirst && !isFull) return;
    this.#parts.time.after(isFull ? 0 : bufferMs, async () => {
      if (this.#waiting.get(errorType) !== gathered) return;
      this.#waiting.delete(errorType);
      await this.#write(errorType, Buffer.concat(gathered.pieces));
    });
  }

  async #write(errorType: string, content: Buffer): Promise<void> {
    const { name, arn, roleArn, bucketArn, isZipped } = this.#settings;
    const { roles, buckets, journal } = this.#parts;
    const key = this.#nextKey(errorType);
    const resource = `${bucketArn}/${key}`;
    try {
      roles.assertActs(roleArn, { service: SERVICE, sourceArn: arn }, { action: 's3:PutObject', resource });
      await buckets.write(bucketArn.slice(bucketArn.lastIndexOf(':') + 1), key, isZipped ? gzipSync(content) : content);
    } catch (error) {
      if (error instanceof WorldError) throw error;
      journal.add({ kind: 'undelivered', from: name, to: resource, reason: errorLine(error) });
    }
  }

  #nextKey(errorType: string): string {
    const { name, prefix, errorPrefix, isZipped } = this.#settings;
    const now = this.#parts.time.now();
    this.#objects += 1;
    const stamp = new Date(now).toISOString().replaceAll(/[T:.]/g, '-').slice(0, 19);
    const expanded = expandedPrefix(errorType === TRANSFORMED ? prefix : errorPrefix, now, errorType);
    return `${expanded}${name}-1-${stamp}-${this.#objects}${isZipped ? '.gz' : ''}`;
  }
}
