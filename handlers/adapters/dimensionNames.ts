import type { Dimension } from '../../domain/invocations/usage.js';

/** What the dimensions are called in the tables' attributes. */
export const DIMENSION_NAMES: Readonly<Record<Dimension, string>> = {
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  cacheReadTokens: 'cache_read_tokens',
  cacheWrite5mTokens: 'cache_write_5m_tokens',
  cacheWrite1hTokens: 'cache_write_1h_tokens',
  images: 'images',
  videoSeconds: 'video_seconds',
  searchUnits: 'search_units',
  guardrailContentUnits: 'guardrail_content_units',
  guardrailTopicUnits: 'guardrail_topic_units',
  guardrailSensitiveInformationUnits: 'guardrail_sensitive_information_units',
  guardrailGroundingUnits: 'guardrail_grounding_units',
  guardrailReasoningUnits: 'guardrail_reasoning_units',
  guardrailImages: 'guardrail_images',
};
