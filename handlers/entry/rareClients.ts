import type { InferenceProfileDirectory } from '../ports/inferenceProfiles.js';
import type { ObjectStore } from '../ports/objectStore.js';
import type { PriceList } from '../ports/priceList.js';

/** For clients that few invocations need: their part of the bundle is loaded with the first call, not at every start. */
export function rareObjectStore(load: () => Promise<ObjectStore>): ObjectStore {
  const store = once(load);
  return {
    read: async (bucket, key) => (await store()).read(bucket, key),
    write: async (bucket, key, content) => (await store()).write(bucket, key, content),
  };
}

export function rarePriceList(load: () => Promise<PriceList>): PriceList {
  const list = once(load);
  return {
    products: async function* (serviceCode, region, attribute) {
      yield* (await list()).products(serviceCode, region, attribute);
    },
  };
}

export function rareInferenceProfiles(load: () => Promise<InferenceProfileDirectory>): InferenceProfileDirectory {
  const directory = once(load);
  return { modelBehind: async (profileArn) => (await directory()).modelBehind(profileArn) };
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}
