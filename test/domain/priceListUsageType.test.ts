import { expect } from 'chai';
import { classifyUsageType } from '../../prices/usageType.js';

describe('classifyUsageType', () => {
  const table: readonly (readonly [string, string])[] = [
    ['USE1-NovaMicro-input-tokens', 'inputTokens regional standard standard'],
    ['USE1-NovaMicro-output-tokens-batch', 'outputTokens regional batch standard'],
    ['USE1-NovaMicro-cache-read-input-token-count', 'cacheReadTokens regional standard standard'],
    ['USE1-NovaMicro-cache-write-input-token-count', 'cacheWrite5mTokens regional standard standard'],
    ['USE1-Nova2.0Lite-input-tokens-cross-region-global', 'inputTokens global standard standard'],
    ['USE1-NovaPro-input-tokens-latency-optimized', 'inputTokens regional latency-optimized standard'],
    ['USE1-gpt-oss-120b-input-tokens-flex', 'inputTokens regional flex standard'],
    ['USE1-gpt-oss-120b-output-tokens-priority', 'outputTokens regional priority standard'],
    ['USE1-Claude4Sonnet-input-tokens-long-context-cross-region-global', 'inputTokens global standard long'],
    [
      'USE1-Claude4Sonnet-cache-read-input-token-count-long-context-cross-region-global',
      'cacheReadTokens global standard long',
    ],
    ['USE1-MP:USE1_InputTokenCount-Units', 'inputTokens regional standard standard'],
    ['USE1-MP:USE1_OutputTokenCount_Global_Batch-Units', 'outputTokens global batch standard'],
    ['USE1-MP:USE1_CacheReadInputTokenCount_Global-Units', 'cacheReadTokens global standard standard'],
    ['USE1-MP:USE1_CacheWriteInputTokenCount-Units', 'cacheWrite5mTokens regional standard standard'],
    ['USE1-MP:USE1_CacheWrite1hInputTokenCount_Global-Units', 'cacheWrite1hTokens global standard standard'],
    ['USE1-MP:USE1_InputTokenCount_LatencyOptimized-Units', 'inputTokens regional latency-optimized standard'],
    ['USE1-MP:USE1_input_tokens_long_ctx_global_standard-Units', 'inputTokens global standard long'],
    ['USE1-MP:USE1_cache_write_tokens_1h_global_standard-Units', 'cacheWrite1hTokens global standard standard'],
    ['USE1-MP:USE1_cache_write_tokens_standard-Units', 'cacheWrite5mTokens regional standard standard'],
    ['USE1-MP:USE1_output_tokens_batch-Units', 'outputTokens regional batch standard'],
    ['USE1-NovaMicro-cache-read-input-token-count-custom-model', 'nothing'],
    ['USE1-NovaMicro-ProvisionedThroughput-1month-ModelUnits', 'nothing'],
    ['USE1-NovaMicro-Customization-Training', 'nothing'],
    ['USE1-MP:USE1_Reserved_1Month_InputTPM_Geo-Units', 'nothing'],
    ['USE1-openai.gpt-oss-120b-mantle-input-tokens-standard', 'nothing'],
    ['USE1-MP:USE1_created_image-Units', 'nothing'],
    ['USE1-MP:USE1_search_units-Units', 'nothing'],
  ];
  for (const [usageType, expected] of table) {
    it(`takes ${usageType} for ${expected}`, () => {
      const found = classifyUsageType(usageType);
      const shown =
        found === undefined ? 'nothing' : [found.dimensions, found.scope, found.tier, found.contextSize].join(' ');
      expect(shown).to.equal(expected);
    });
  }
});
