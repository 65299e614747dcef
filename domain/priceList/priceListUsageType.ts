import type { ContextSize } from '../pricing/priceBookData.js';
import type { Dimension } from '../invocations/usage.js';
import type { Tier } from '../invocations/serviceTier.js';
import type { Scope } from '../invocations/modelReference.js';

/** What a row of the AWS Price List bills, as far as it bills an on-demand call. */
export interface UsageType {
  readonly dimension: Dimension;
  readonly scope: Scope;
  readonly tier: Tier;
  readonly contextSize: ContextSize;
}

/** The attributes of a row that tell what it bills. */
export interface RowNames {
  /** `USE1-NovaMicro-input-tokens-batch`, `USE1-MP:USE1_cache_write_tokens_1h_global_standard-Units`, … */
  readonly usageType: string;
  /** The model, as the Price List names it. */
  readonly offer?: string | undefined;
  readonly feature?: string | undefined;
  readonly inferenceType?: string | undefined;
  readonly serviceTier?: string | undefined;
}

export type UsageTypeAnswer =
  (UsageType & { readonly kind: 'usage' }) | { readonly kind: 'other'; readonly reason: OtherUsage };

/** Why a row is no rate of an on-demand call. */
export type OtherUsage =
  | 'reserved capacity, billed by the hour'
  | 'provisioned throughput, billed by the hour'
  | 'customization of a model'
  | 'a custom model'
  | 'the mantle endpoint, beside the row of the model itself'
  | 'images of one size or quality, which the log does not tell'
  | 'tokens of speech, audio, images or video, which the log does not tell apart'
  | 'a variant that is not known'
  | 'not a rate of tokens, images or search units';

/** In this order: a custom model has rows of the feature Model Customization too. */
const OTHER_PRODUCTS: readonly (readonly [RegExp, OtherUsage])[] = [
  [/reserved|tpm/i, 'reserved capacity, billed by the hour'],
  [/provisioned/i, 'provisioned throughput, billed by the hour'],
  [/custom-model|\bcustom\b/i, 'a custom model'],
  [/customization|fine-?tun/i, 'customization of a model'],
  [/-mantle-/i, 'the mantle endpoint, beside the row of the model itself'],
];

const READ = '(?:d|[-_]?(?:read|hit)s?)';
const WRITE = '[-_]?(?:write|creation)s?';

/**
 * Cache rows come first: their names hold "input" as well. A cache write without a time to live is the one of 5 minutes.
 * One of 30 minutes is the only one that OpenAI's models have; the meter counts writes whose time to live the log does
 * not tell under 1 hour, so that is where their rate belongs.
 */
const TOKENS: readonly (readonly [RegExp, Dimension])[] = [
  [new RegExp(`cache${READ}[-_]?(?:input[-_]?)?tokens?`, 'i'), 'cacheReadTokens'],
  [new RegExp(`input[-_]?(?:tokens?[-_]?)?(?:count[-_]?)?cache${READ}(?:[-_]?tokens?)?`, 'i'), 'cacheReadTokens'],
  [
    new RegExp(`cache${WRITE}(?=.*(?:1h|30m))[-_]?(?:(?:1h|30m)[-_]?)?(?:input[-_]?)?tokens?`, 'i'),
    'cacheWrite1hTokens',
  ],
  [new RegExp(`cache${WRITE}[-_]?(?:5m[-_]?)?(?:input[-_]?)?tokens?`, 'i'), 'cacheWrite5mTokens'],
  [new RegExp(`input[-_]?tokens?[-_]?(?:count[-_]?)?cache${WRITE}(?=.*(?:1h|30m))`, 'i'), 'cacheWrite1hTokens'],
  [new RegExp(`input[-_]?tokens?[-_]?(?:count[-_]?)?cache${WRITE}`, 'i'), 'cacheWrite5mTokens'],
  [/output[-_]?tokens?/i, 'outputTokens'],
  [/input[-_]?tokens?/i, 'inputTokens'],
];

const KINDS_OF_TOKENS = /(?:^|[-_ ])(?:speech|audio|image|video)s?(?=[-_ ])/i;
const IMAGE_SIZES = /\d{3}|standard|premium|quality|[-_](?:hd|t2i|i2i)(?=[-_]|$)/i;

const KNOWN_WORDS = new Set(
  [
    'count',
    'unit',
    'units',
    'text',
    'standard',
    'batch',
    'flex',
    'priority',
    'latency',
    'optimized',
    'cross',
    'region',
  ].concat(['global', 'geo', 'regional', 'long', 'context', 'ctx', '1h', '5m']),
);

/** Classifies a row by its names. Whatever is not known is `other`: it could be the rate of anything. */
export function readUsageType(names: RowNames): UsageTypeAnswer {
  const { usageType, offer = '', feature = '', inferenceType = '', serviceTier = '' } = names;
  const hints = [usageType, feature, inferenceType, serviceTier].join(' ');
  const product = OTHER_PRODUCTS.find(([pattern]) => pattern.test(`${hints} ${offer}`));
  if (product !== undefined) return other(product[1]);
  const tokens = TOKENS.find(([pattern]) => pattern.test(usageType));
  if (tokens === undefined) return ofUnits(usageType);
  if (KINDS_OF_TOKENS.test(`${usageType} ${inferenceType}`))
    return other('tokens of speech, audio, images or video, which the log does not tell apart');
  if (!hasKnownWordsOnly(names, tokens[0]) || !hasKnownAttributes(names) || isCacheInDisguise(names, tokens[1]))
    return other('a variant that is not known');
  return {
    kind: 'usage',
    dimension: tokens[1],
    scope: scopeOf(usageType),
    tier: tierOf(hints),
    contextSize: /long[-_ ]?(context|ctx)/i.test(hints) ? 'long' : 'standard',
  };
}

/** Whatever AWS calls a rate of the cache, it is none of plain tokens. */
function isCacheInDisguise({ usageType, feature, inferenceType }: RowNames, dimension: Dimension): boolean {
  const isOfCache = /^cache/.test(dimension);
  return !isOfCache && /cach(?:e|ing)/i.test([usageType, feature, inferenceType].join(' '));
}

/** Sizes stand in the names of image models as words or as pixels. */
function ofUnits(usageType: string): UsageTypeAnswer {
  const isImage = /image/i.test(usageType);
  if (isImage && IMAGE_SIZES.test(usageType))
    return other('images of one size or quality, which the log does not tell');
  if (!isImage && !/search[-_]?unit/i.test(usageType)) return other('not a rate of tokens, images or search units');
  const dimension = isImage ? 'images' : 'searchUnits';
  return { kind: 'usage', dimension, scope: scopeOf(usageType), tier: tierOf(usageType), contextSize: 'standard' };
}

const KNOWN_TIERS = new Set(['', 'standard', 'default', 'batch', 'flex', 'priority']);

/** Words of `feature` and `inferenceType`: `On-demand Inference`, `Prompt cache read input tokens`, … */
const KNOWN_ATTRIBUTE_WORDS = new Set([
  ...KNOWN_WORDS,
  ...['on', 'demand', 'inference', 'model', 'input', 'output', 'token', 'tokens', 'prompt', 'generation', 'embedding'],
  ...[
    'embeddings',
    'cache',
    'cached',
    'caching',
    'read',
    'write',
    'hit',
    'creation',
    '30m',
    '5',
    '1',
    'minutes',
    'hour',
  ],
]);

/** A tier or kind of inference that nobody has seen yet is no standard rate, whatever the usage type says. */
function hasKnownAttributes({ feature = '', inferenceType = '', serviceTier = '' }: RowNames): boolean {
  const words = `${feature} ${inferenceType}`.toLowerCase().split(/[-_ ,]+/);
  const isKnownTier = KNOWN_TIERS.has(serviceTier.toLowerCase()) || /latency[-_ ]?optimized/i.test(serviceTier);
  return isKnownTier && words.every((word) => word === '' || KNOWN_ATTRIBUTE_WORDS.has(word));
}

/** What a name before the tokens must not hold where the model's own name does not stand there as in `offer`. */
const OTHER_VARIANTS =
  /off-?peak|discount|econom|ultra-?fast|async|[-_]ch[-_]|eval|distill|low-?latency|guardrail|[-_](?:long|lctx)[-_]|trial|promo|[-_]free|spot/i;

/** Whether the name before the tokens is that of the model and words that are known. */
function isNamedAfterModel(before: string, offer: string): boolean {
  const name = offer.toLowerCase().replace(/[^a-z0-9]/g, '');
  const plain = before.toLowerCase().replace(/[^a-z0-9]/g, '');
  const at = name === '' ? -1 : plain.indexOf(name);
  if (at === -1) return !OTHER_VARIANTS.test(`${before}-`);
  const rest = plain.slice(at + name.length).replace(/longc(?:ontext|tx)/g, 'context');
  return !rest.includes('long') && rest.replace(new RegExp(`^(?:${[...KNOWN_WORDS].join('|')})*`), '') === '';
}

/**
 * Before the tokens stands the name of the model, but not in a Marketplace row. A word that nobody has seen yet, such as
 * a new tier, must not pass for the standard rate. The 30 minutes may stand behind the tokens in a row of OpenAI's models;
 * in one of another provider they would be news.
 */
function hasKnownWordsOnly({ usageType, offer = '' }: RowNames, tokens: RegExp): boolean {
  const marketplace = /^.*MP:[^_]*_/;
  const isMarketplace = marketplace.test(usageType);
  const head = usageType.split(tokens, 1).join();
  if (!isMarketplace && !isNamedAfterModel(head, offer)) return false;
  const before = isMarketplace ? head.replace(marketplace, '') : '';
  const after = usageType.slice(usageType.search(tokens)).replace(tokens, '');
  const words = `${before}_${after}`
    .replace(/([a-z])(?=[A-Z])/g, '$1_')
    .toLowerCase()
    .split(/[-_ ]/);
  const isOpenAi = /gpt|openai/i.test(`${usageType} ${offer}`);
  return words.every((word) => word === '' || KNOWN_WORDS.has(word) || (isOpenAi && word === '30m'));
}

function scopeOf(usageType: string): Scope {
  return /global/i.test(usageType) ? 'global' : 'regional';
}

function tierOf(hints: string): Tier {
  if (/batch/i.test(hints)) return 'batch';
  if (/flex/i.test(hints)) return 'flex';
  if (/priority/i.test(hints)) return 'priority';
  return /latency[-_ ]?optimized/i.test(hints) ? 'latency-optimized' : 'standard';
}

function other(reason: OtherUsage): UsageTypeAnswer {
  return { kind: 'other', reason };
}
