/**
 * What one invocation consumed, by the dimensions that Amazon Bedrock bills.
 * Every amount is a non-negative integer; a dimension that did not occur is 0.
 * `inputTokens` never contains cached tokens.
 */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly images: number;
  readonly videoSeconds: number;
  readonly searchUnits: number;
  /** Text units of up to 1,000 characters that each filter of a guardrail evaluated. */
  readonly guardrailContentUnits: number;
  readonly guardrailTopicUnits: number;
  readonly guardrailSensitiveInformationUnits: number;
  readonly guardrailGroundingUnits: number;
  readonly guardrailReasoningUnits: number;
  /** Images that the content filter of a guardrail evaluated. */
  readonly guardrailImages: number;
}

export type Dimension = keyof Usage;

/** What a call is billed beside its model, whatever that is. */
export const GUARDRAIL_DIMENSIONS = [
  'guardrailContentUnits',
  'guardrailTopicUnits',
  'guardrailSensitiveInformationUnits',
  'guardrailGroundingUnits',
  'guardrailReasoningUnits',
  'guardrailImages',
] as const satisfies readonly Dimension[];

/** What models are billed by. */
export const MODEL_DIMENSIONS: readonly Dimension[] = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'images',
  'videoSeconds',
  'searchUnits',
];

export const DIMENSIONS: readonly Dimension[] = [...MODEL_DIMENSIONS, ...GUARDRAIL_DIMENSIONS];

export type GuardrailUnits = Pick<Usage, (typeof GUARDRAIL_DIMENSIONS)[number]>;

export const NO_GUARDRAIL_UNITS: GuardrailUnits = {
  guardrailContentUnits: 0,
  guardrailTopicUnits: 0,
  guardrailSensitiveInformationUnits: 0,
  guardrailGroundingUnits: 0,
  guardrailReasoningUnits: 0,
  guardrailImages: 0,
};

export const NO_USAGE: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  images: 0,
  videoSeconds: 0,
  searchUnits: 0,
  ...NO_GUARDRAIL_UNITS,
};

export function hasUsage(usage: Usage): boolean {
  for (const dimension of DIMENSIONS) if (usage[dimension] > 0) return true;
  return false;
}

export function hasGuardrailUnits(usage: GuardrailUnits): boolean {
  for (const dimension of GUARDRAIL_DIMENSIONS) if (usage[dimension] > 0) return true;
  return false;
}

/** The whole prompt as the long-context threshold counts it: uncached, read from and written to the cache. */
export function promptTokens(usage: Usage): number {
  return usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
}

/** Adds to a running total in place: millions of them are added. */
export function addUsage(total: Record<Dimension, number>, usage: Usage): void {
  for (const dimension of DIMENSIONS) total[dimension] += usage[dimension];
}

/** What a record leaves open about its counts: its cost is provisional, however well the rates are known. */
export type Doubt = keyof typeof DOUBTS;

export const DOUBTS = {
  'input-not-counted': 'inputTokens: neither the record nor its body counts them',
  'output-not-counted': 'outputTokens: neither the record nor its body counts them',
  'body-counts-more': 'the body counts more tokens than the record, the larger count is taken',
  'cached-tokens-in-input': 'the input count may include the cached tokens, it is taken not to',
  'media-by-request': 'images, video or sound: counted by the request, the record does not tell what was billed',
} as const;

export const ALL_DOUBTS = Object.keys(DOUBTS) as readonly Doubt[];
