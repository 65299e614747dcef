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
