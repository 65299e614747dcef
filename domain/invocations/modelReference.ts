import { memoize } from '../memoize.js';

/** Regional: in-Region ids and geographic profiles (`us.`, `eu.`, …). Global: `global.` profiles. */
export type Scope = 'regional' | 'global';

/**
 * What the `modelId` of a log record points to. AWS logs it exactly as the caller passed it: an id, a profile id or an
 * ARN of any kind.
 */
export type ModelReference =
  | {
      readonly kind: 'foundation';
      /** As ListFoundationModels spells it, without profile prefix and without a context-size suffix that has no price. */
      readonly modelId: string;
      readonly scope: Scope;
    }
  /** Billed by the hour, whatever the tokens: provisioned, imported, marketplace and SageMaker endpoints. */
  | { readonly kind: 'hourly'; readonly resource: string }
  /** Billed per token, but the record does not name the model; `baseModelId` where the ARN tells it. */
  | { readonly kind: 'opaque'; readonly resource: string; readonly baseModelId?: string };

/** Application inference profile ARN → the model id, profile id or model ARN behind it (GetInferenceProfile). */
export type InferenceProfiles = ReadonlyMap<string, string>;

const NO_PROFILES: InferenceProfiles = new Map();

const PROFILE_PREFIX = /^(global|us-gov|us|eu|apac|jp|au|ca|in)\.(?=[^.]+\.)/;
const MODEL_ARN = /^arn:aws[a-z-]*:(bedrock|sagemaker):([a-z0-9-]*):([^:]*):([^/]+)\/(.+)$/;
const HOURLY_RESOURCES = new Set(['provisioned-model', 'imported-model', 'marketplace', 'endpoint']);

/** Total: a model id that nothing is known about is still a reference, and so never free. */
export function modelReferenceOf(modelId: string, profiles: InferenceProfiles = NO_PROFILES): ModelReference {
  if (!modelId.startsWith('arn:')) return ofId(modelId);
  const arn = MODEL_ARN.exec(modelId);
  if (arn === null) return { kind: 'opaque', resource: modelId };
  const [, , , , type = '', name = ''] = arn;
  const resource = `${type}/${name}`;
  if (type === 'foundation-model' || type === 'inference-profile') return ofId(name);
  if (HOURLY_RESOURCES.has(type)) return { kind: 'hourly', resource };
  if (type === 'custom-model') return ofCustomModel(name, resource);
  const behind = profiles.get(modelId);
  return behind === undefined ? { kind: 'opaque', resource } : modelReferenceOf(behind);
}

/** The Region inside a model's ARN, for records that lack their own. */
export function regionOfModelArn(modelId: string): string | undefined {
  return MODEL_ARN.exec(modelId)?.[2];
}

/** How people and JSON name it: the model id, or the resource that hides it. */
export function modelName(reference: ModelReference): string {
  return reference.kind === 'foundation' ? reference.modelId : reference.resource;
}

const ofId = memoize((id): ModelReference => {
  const scope = id.startsWith('global.') ? 'global' : 'regional';
  return { kind: 'foundation', modelId: withoutContextSize(id.replace(PROFILE_PREFIX, '')), scope };
});

/** `custom-model/amazon.nova-micro-v1:0:128k/abc123` names its base model, `custom-model/abc123` does not. */
function ofCustomModel(name: string, resource: string): ModelReference {
  const [base = '', ...rest] = name.split('/');
  if (rest.length === 0) return { kind: 'opaque', resource };
  return { kind: 'opaque', resource, baseModelId: withoutContextSize(base) };
}

/** The one context size with a price of its own: 100K of the first Claude models, `anthropic.claude-instant-v1:2:100k`. */
const CLAUDE_100K = /^(anthropic\.claude-(?:instant-)?v[12])(?::\d+)?:100k$/;

/** `amazon.nova-lite-v1:0:24k` and `cohere.embed-english-v3:0:512` are variants of one model at one price. */
function withoutContextSize(id: string): string {
  const model = CLAUDE_100K.exec(id)?.[1];
  if (model !== undefined) return `${model}:100k`;
  return id.replace(/(:\d+):(?:\d+[km]?|mm)$/, '$1').replace(/:(?:\d+[km]|mm)$/, '');
}

/** What a model answers with; `guardrail` evaluates text. Only rates of the same modality are comparable. */
export type Modality = 'text' | 'embedding' | 'image' | 'video' | 'speech' | 'rerank' | 'guardrail';

/** For models that the price book does not know: what their name says they answer with. */
export function guessModality(modelId: string): Modality {
  const hints: readonly (readonly [RegExp, Modality])[] = [
    [/embed/, 'embedding'],
    [/rerank/, 'rerank'],
    [/image|canvas|diffusion|upscale|outpaint|^stability\.|flux/, 'image'],
    [/reel|video|\bray\b|^luma\./, 'video'],
    [/sonic|speech/, 'speech'],
  ];
  return hints.find(([pattern]) => pattern.test(modelId))?.[1] ?? 'text';
}

/**
 * What stands behind an inference profile, from the ARNs of its models in all of its Regions: the ARN of one, or the id
 * of the `global.` profile where one ARN is without a Region. Undefined if they are not one and the same model, or none
 * that is known.
 *
 * GetInferenceProfile's reference gives `modelArn` a Region always; the guide on global cross-Region inference names
 * `arn:aws:bedrock:::foundation-model/…` as the model of global profiles. Should a global profile list Regions only, its
 * calls are priced at the regional rate, which is the dearer one.
 */
export function modelBehindArns(modelArns: readonly string[]): string | undefined {
  const models = modelArns.map((arn) => MODEL_ARN.exec(arn));
  const ids = new Set(models.map((model) => (model?.[4] === 'foundation-model' ? model[5] : undefined)));
  const [id] = ids;
  if (ids.size !== 1 || id === undefined) return undefined;
  return models.some((model) => model?.[2] === '') ? `global.${id}` : modelArns[0];
}
