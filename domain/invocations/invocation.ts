import type { Principal } from '../iam/principal.js';
import type { Instant } from '../instant.js';
import type { Growing } from '../json.js';
import { attribute, type Attribution } from './attribution.js';
import type { Media } from './invocationBody.js';
import {
  guessModality,
  modelName,
  modelReferenceOf,
  type InferenceProfiles,
  type ModelReference,
} from './modelReference.js';
import type { Tier } from './serviceTier.js';
import type { Doubt, Usage } from './usage.js';

/** One call to a model. */
export interface Invocation extends Attribution {
  /** AWS's id of the call: what makes two deliveries one. */
  readonly requestId: string;
  readonly timestamp: Instant;
  readonly principal: Principal;
  /** Who paid for it if `personRoles` was another when it came first. */
  readonly formerPayer?: Principal;
  /** The source Region, where the call was made; `''` where the record does not tell. */
  readonly region: string;
  /** As logged. */
  readonly modelId: string;
  readonly model: ModelReference;
  readonly tier: Tier | 'reserved';
  readonly usage: Usage;
  /** What of it the record leaves open. */
  readonly doubts: readonly Doubt[];
  /** Cache-write tokens counted as 1h only because the record does not tell their TTL. */
  readonly unknownTtlTokens: number;
  /** A tier that is not known to have a price, as the record names it. */
  readonly unknownTier?: string;
}

/** What a log record tells of a call before its model is known: some counts depend on the model. */
export interface LoggedCall extends Omit<Invocation, 'model'> {
  /** The model that a prompt router chose. */
  readonly routedModelId: string | undefined;
  /** Tokens of the cache that the input count of an OpenAI model includes, for certain or perhaps. */
  readonly cachedInInput: { readonly tokens: number; readonly isCertain: boolean };
  /** What an embedding model was given, where the answer does not count it. */
  readonly mediaGiven: Media;
}

/** Works out the model of a call and the usage that depends on it. */
export function invocationOf(call: LoggedCall, profiles?: InferenceProfiles): Invocation {
  const { cachedInInput, mediaGiven } = call;
  const model = modelReferenceOf(call.routedModelId ?? call.modelId, profiles);
  let { usage, doubts } = call;
  if (cachedInInput.tokens > 0 && isOpenAi(model)) {
    if (cachedInInput.isCertain) usage = { ...usage, inputTokens: usage.inputTokens - cachedInInput.tokens };
    else doubts = [...doubts, 'cached-tokens-in-input'];
  }
  if (mediaGiven.images + mediaGiven.seconds > 0 && guessModality(modelName(model)) === 'embedding') {
    const { images, videoSeconds } = usage;
    usage = { ...usage, images: images + mediaGiven.images, videoSeconds: videoSeconds + mediaGiven.seconds };
    doubts = [...doubts, 'media-by-request'];
  }
  const invocation: Growing<Invocation> = {
    requestId: call.requestId,
    timestamp: call.timestamp,
    principal: call.principal,
    region: call.region,
    modelId: call.modelId,
    model,
    tier: call.tier,
    usage,
    doubts,
    unknownTtlTokens: call.unknownTtlTokens,
  };
  if (call.formerPayer !== undefined) invocation.formerPayer = call.formerPayer;
  if (call.unknownTier !== undefined) invocation.unknownTier = call.unknownTier;
  attribute(invocation, call);
  return invocation;
}

function isOpenAi(model: ModelReference): boolean {
  return model.kind === 'foundation' && model.modelId.startsWith('openai.');
}
