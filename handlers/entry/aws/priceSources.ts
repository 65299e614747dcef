import type { InferenceProfileDirectory } from '../../ports/inferenceProfiles.js';
import type { PriceList } from '../../ports/priceList.js';

// Few invocations need them: each client is a part of the bundle that its first call loads.

/** A look-up must not hold up a batch: the book stands in. */
const LOOK_UP_LIMITS = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};

export function priceList(): PriceList {
  const list = once(async () => (await import('../../adapters/awsPriceList.js')).connectPriceList(LOOK_UP_LIMITS));
  return {
    products: async function* (serviceCode, region, attribute) {
      yield* (await list()).products(serviceCode, region, attribute);
    },
  };
}

export function inferenceProfiles(): InferenceProfileDirectory {
  const directory = once(async () =>
    (await import('../../adapters/bedrockInferenceProfiles.js')).connectInferenceProfiles(LOOK_UP_LIMITS),
  );
  return { modelBehind: async (profileArn) => (await directory()).modelBehind(profileArn) };
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}
