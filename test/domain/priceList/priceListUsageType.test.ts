import { expect } from 'chai';
import { readUsageType, type RowNames } from '../../../domain/priceList/priceListUsageType.js';

function shown(names: RowNames): string {
  const found = readUsageType(names);
  return found.kind === 'other'
    ? found.reason
    : [found.dimension, found.scope, found.tier, found.contextSize].join(' ');
}

const RESERVED = 'reserved capacity, billed by the hour';
const PROVISIONED = 'provisioned throughput, billed by the hour';
const MANTLE = 'the mantle endpoint, beside the row of the model itself';
const SIZED = 'images of one size or quality, which the log does not tell';
const KINDS = 'tokens of speech, audio, images or video, which the log does not tell apart';
const VARIANT = 'a variant that is not known';
const NOTHING = 'not a rate of tokens, images or search units';

describe('readUsageType', () => {
  const offer = 'Nova Micro';
  const variants: readonly RowNames[] = [
    ...['offpeak', 'discounted', 'lctx', 'long', 'ultrafast', 'async', 'x'].map((word) => ({
      offer,
      usageType: `USE1-NovaMicro-${word}-input-tokens`,
    })),
    { usageType: 'USE1-Somebody-offpeak-input-tokens', offer: 'Claude 9' },
    { usageType: 'USE1-Somebody-ultrafast-input-tokens' },
    { offer, usageType: 'USE1-NovaMicro-input-tokens', serviceTier: 'Economy' },
    { offer, usageType: 'USE1-NovaMicro-input-tokens', feature: 'Off-peak Inference' },
    { offer, usageType: 'USE1-NovaMicro-input-tokens', inferenceType: 'Input tokens off-peak' },
  ];
  for (const names of variants) {
    it(`takes no variant for the standard rate: ${Object.values(names).join(' ')}`, () => {
      expect(shown(names)).to.equal(VARIANT);
    });
  }

  it('knows a model by its name, however it is spelled, and the words of real rows', () => {
    const known: readonly RowNames[] = [
      { offer: 'Nova 2.0 Lite', usageType: 'USE1-Nova2.0Lite-input-tokens' },
      { offer: 'Claude Sonnet 4', usageType: 'USE1-Claude4Sonnet-input-tokens' },
      {
        offer,
        usageType: 'USE1-NovaMicro-input-tokens',
        feature: 'On-demand Inference',
        inferenceType: 'Input tokens',
      },
      { offer, usageType: 'USE1-NovaMicro-input-tokens', serviceTier: 'standard' },
    ];
    for (const names of known) expect(shown(names)).to.equal('inputTokens regional standard standard');
  });

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
    ['USE1-MP:USE1_cache_write_tokens_5m_standard-Units', 'cacheWrite5mTokens regional standard standard'],
    ['USE1-MP:USE1_output_tokens_batch-Units', 'outputTokens regional batch standard'],
    ['USE1-MP:USE1_Batch_InputTokenCount-Units', 'inputTokens regional batch standard'],
    ['USE1-MP:USE1_created_image-Units', 'images regional standard standard'],
    ['USE1-MP:USE1_search_units-Units', 'searchUnits regional standard standard'],
    ['USE1-NovaMicro-cache-read-input-token-count-custom-model', 'a custom model'],
    ['USE1-NovaMicro-ProvisionedThroughput-1month-ModelUnits', PROVISIONED],
    ['USE1-NovaMicro-Customization-Training', 'customization of a model'],
    ['USE1-MP:USE1_Reserved_1Month_InputTPM_Geo-Units', RESERVED],
    ['USE1-openai.gpt-oss-120b-mantle-input-tokens-standard', MANTLE],
    ['USE1-NovaCanvas-T2I-1024-Standard-image', SIZED],
    ['USE1-NovaSonic-speech-input-tokens', KINDS],
    ['USE1-MP:USE1_InputTokenCount_Turbo-Units', VARIANT],
    ['USE1-MP:USE1_Turbo_InputTokenCount-Units', VARIANT],
    ['USE1-MP:USE1_cache_write_tokens_30m_standard-Units', VARIANT],
    ['USE1-NovaMicro-input-tokens-extended-access', VARIANT],
    ['USE1-GPT-5.6Sol-cached-input-tokens', 'cacheReadTokens regional standard standard'],
    ['USE1-GPT-5.6Sol-cached-input-tokens-priority', 'cacheReadTokens regional priority standard'],
    ['USE1-GPT-5.6Sol-input-cached-tokens', 'cacheReadTokens regional standard standard'],
    ['USE1-NovaPro-input-tokens-cache-read', 'cacheReadTokens regional standard standard'],
    ['USE1-NovaPro-input-token-count-cached', 'cacheReadTokens regional standard standard'],
    ['USE1-X-cache-hit-tokens', 'cacheReadTokens regional standard standard'],
    ['USE1-MP:USE1_CachedInputTokenCount_Global-Units', 'cacheReadTokens global standard standard'],
    ['USE1-GPT-5.6Sol-cache-write-30m-input-tokens', 'cacheWrite1hTokens regional standard standard'],
    ['USE1-GPT-5.6Sol-cache-write-30m-input-tokens-long-context', 'cacheWrite1hTokens regional standard long'],
    ['USE1-GPT-5.6Sol-cache_write_tokens_30m_standard', 'cacheWrite1hTokens regional standard standard'],
    ['USE1-NovaPro-input-tokens-cache-write', 'cacheWrite5mTokens regional standard standard'],
    ['USE1-NovaPro-input-tokens-cache-write-1h', 'cacheWrite1hTokens regional standard standard'],
    ['USE1-X-cache-creation-input-tokens', 'cacheWrite5mTokens regional standard standard'],
    ['USE1-X-cache-write-24h-input-tokens', VARIANT],
    ['USE1-X-cache-storage-input-tokens', VARIANT],
    ['USE1-X-uncached-cache-input-tokens', VARIANT],
    ['USE1-X-input-tokens-prompt-caching', VARIANT],
    ['USE1-X-cached-output-tokens', VARIANT],
    ['USE1-Guardrail-ContentPolicyUnitsConsumed', NOTHING],
    ['', NOTHING],
  ];
  for (const [usageType, expected] of table) {
    it(`takes ${usageType === '' ? 'nothing' : usageType} for ${expected}`, () => {
      expect(shown({ usageType })).to.equal(expected);
    });
  }

  it('takes the 30 minutes of a model of OpenAI, whatever its usage type says, and of no other', () => {
    const usageType = 'USE1-MP:USE1_cache_write_tokens_30m_global_standard-Units';
    expect(shown({ usageType, offer: 'GPT-5.6 Sol' })).to.equal('cacheWrite1hTokens global standard standard');
    expect(shown({ usageType, offer: 'Claude Opus 9' })).to.equal(VARIANT);
  });

  const USAGE = 'USE1-X-input-tokens';
  const hinted: readonly (readonly [Omit<RowNames, 'usageType'>, string])[] = [
    [{ feature: 'Batch Inference' }, 'inputTokens regional batch standard'],
    [{ feature: 'On-demand Inference' }, 'inputTokens regional standard standard'],
    [{ inferenceType: 'Input tokens flex' }, 'inputTokens regional flex standard'],
    [{ inferenceType: 'Input tokens long context' }, 'inputTokens regional standard long'],
    [{ inferenceType: 'Speech input tokens' }, KINDS],
    [{ inferenceType: 'Prompt cache read input tokens' }, VARIANT],
    [{ feature: 'Prompt Caching' }, VARIANT],
    [{ serviceTier: 'priority' }, 'inputTokens regional priority standard'],
    [{ feature: 'Model Customization' }, 'customization of a model'],
    [{ offer: 'Llama 3.3 70B Custom' }, 'a custom model'],
    [{ offer: 'Titan Image Generator' }, 'inputTokens regional standard standard'],
  ];
  for (const [names, expected] of hinted) {
    it(`minds the other attributes: ${Object.values(names).join()} is ${expected}`, () => {
      expect(shown({ usageType: USAGE, ...names })).to.equal(expected);
    });
  }
});
