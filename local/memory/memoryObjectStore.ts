import { ServiceError } from '../../handlers/runtime/errors.js';
import type { ObjectStore } from '../../handlers/ports/objectStore.js';
import { PlannedFaults } from './plannedFaults.js';

export class MemoryObjectStore implements ObjectStore {
  readonly faults = new PlannedFaults();
  /** By `BUCKET/KEY`; a bucket's name holds no slash. */
  readonly #objects = new Map<string, Uint8Array>();

  /** All objects, by `BUCKET/KEY`. */
  get objects(): ReadonlyMap<string, Uint8Array> {
    return this.#objects;
  }

  async read(bucket: string, key: string): Promise<Uint8Array> {
    await Promise.resolve();
    this.faults.throwNext();
    const content = this.#objects.get(`${bucket}/${key}`);
    if (content === undefined) throw new ServiceError('memory', `${bucket}/${key} does not exist`);
    return content.slice();
  }

  async write(bucket: string, key: string, content: Uint8Array): Promise<void> {
    await Promise.resolve();
    this.faults.throwNext();
    this.#objects.set(`${bucket}/${key}`, content.slice());
  }
}
