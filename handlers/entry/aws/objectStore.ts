import type { ObjectStore } from '../../ports/objectStore.js';

/** Few invocations need it: its client is a part of the bundle that the first call loads. */
export function objects(): ObjectStore {
  return {
    read: async (bucket, key) => (await store()).read(bucket, key),
    write: async (bucket, key, content) => (await store()).write(bucket, key, content),
  };
}

let connected: ObjectStore | undefined;

async function store(): Promise<ObjectStore> {
  return (connected ??= (await import('../../adapters/s3ObjectStore.js')).connectObjectStore());
}
