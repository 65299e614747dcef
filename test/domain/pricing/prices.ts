import { usd } from '../../../domain/money.js';
import type { PriceBookData, RateRow } from '../../../domain/pricing/priceBookData.js';
import type { TableRate } from '../../../domain/priceList/priceTable.js';

/** A small price book with one of everything, so that the domain's tests do not hang on real prices. */
export const TEST_PRICES: PriceBookData = {
  asOf: '2026-11-01',
  sources: { list: { title: 'Price list of these tests', published: '2026-08-20' } },
  tierFactors: {
    batch: { factor: '0.5', source: 'half' },
    flex: { factor: '0.5', source: 'half' },
    priority: { factor: '1.75', source: 'priority' },
    'latency-optimized': { factor: '1.25', source: 'fast' },
  },
  models: [
    {
      modelId: 'anthropic.claude-opus-4-6-v1',
      name: 'Claude Opus 4.6',
      provider: 'anthropic',
      modality: 'text',
      rows: [
        row(['*'], { scope: 'regional' }, claude('0.0055', '0.0275', '0.00055', '0.006875', '0.011')),
        row(['*'], { scope: 'global' }, claude('0.005', '0.025', '0.0005', '0.00625', '0.01')),
      ],
    },
    {
      modelId: 'anthropic.claude-sonnet-4-20250514-v1:0',
      name: 'Claude Sonnet 4',
      provider: 'anthropic',
      modality: 'text',
      longContextAboveTokens: 200_000,
      rows: [
        row(['*'], {}, claude('0.003', '0.015', '0.0003', '0.00375', '0.006')),
        row(['*'], { contextSize: 'long' }, claude('0.006', '0.0225', '0.0006', '0.0075', '0.012')),
      ],
    },
    {
      modelId: 'anthropic.claude-3-5-sonnet-20240620-v1:0',
      name: 'Claude 3.5 Sonnet',
      provider: 'anthropic',
      modality: 'text',
      rows: [
        row(['*'], { effectiveFrom: '2025-12-01' }, { inputTokens: '0.006', outputTokens: '0.03' }),
        row(['*'], { effectiveFrom: '2024-06-20' }, { inputTokens: '0.003', outputTokens: '0.015' }),
      ],
    },
    {
      modelId: 'amazon.nova-micro-v1:0',
      name: 'Nova Micro',
      provider: 'amazon',
      modality: 'text',
      rows: [
        row(['us-gov-west-1'], {}, { inputTokens: '9', outputTokens: '9' }),
        row(['us-east-1'], {}, claude('0.000035', '0.00014', '0.00000875', '0', '0')),
        row(['us-east-1'], { tier: 'batch' }, { inputTokens: '0.00002' }),
      ],
    },
    {
      modelId: 'amazon.titan-embed-text-v2:0',
      name: 'Titan Text Embeddings V2',
      provider: 'amazon',
      modality: 'embedding',
      rows: [row(['us-east-1'], {}, { inputTokens: '0.00002' })],
    },
    {
      modelId: 'cohere.embed-english-v3',
      name: 'Embed English',
      provider: 'cohere',
      modality: 'embedding',
      aliases: ['cohere.embed-english-v3-alias'],
      rows: [row(['us-east-1'], {}, { inputTokens: '0.0001' })],
    },
    {
      modelId: 'openai.gpt-oss-120b-1:0',
      name: 'gpt-oss-120b',
      provider: 'openai',
      modality: 'text',
      rows: [row(['us-east-1'], {}, { inputTokens: '0.00015', outputTokens: '0.0006' })],
    },
    {
      modelId: 'amazon.nova-canvas-v1:0',
      name: 'Nova Canvas',
      provider: 'amazon',
      modality: 'image',
      rows: [row(['us-east-1'], {}, { images: '80' })],
    },
    {
      modelId: 'amazon.titan-embed-image-v1',
      name: 'Titan Multimodal Embeddings',
      provider: 'amazon',
      modality: 'embedding',
      embedsImages: true,
      unpricedReason: 'billed per image too',
      rows: [row(['us-east-1'], {}, { images: '0.06', inputTokens: '0.0008' })],
    },
    {
      modelId: 'amazon.bedrock-guardrails',
      name: 'Guardrails',
      provider: 'amazon',
      modality: 'guardrail',
      rows: [
        row(
          ['us-east-1'],
          {},
          {
            guardrailContentUnits: '0.15',
            guardrailTopicUnits: '0.15',
            guardrailSensitiveInformationUnits: '0.1',
            guardrailGroundingUnits: '0.1',
            guardrailReasoningUnits: '0.17',
            guardrailImages: '0.75',
          },
        ),
      ],
    },
    {
      modelId: 'amazon.nova-reel-v1:1',
      name: 'Nova Reel',
      provider: 'amazon',
      modality: 'video',
      unpricedReason: 'billed per second of video',
      rows: [row(['us-east-1'], {}, { videoSeconds: '80' })],
    },
    {
      modelId: 'cohere.rerank-v3-5:0',
      name: 'Rerank 3.5',
      provider: 'cohere',
      modality: 'rerank',
      rows: [row(['us-east-1'], {}, { searchUnits: '2' })],
    },
  ],
};

/** A rate of the price table: of standard input tokens unless said otherwise. */
export function tableRate(usdPer1000: string, change: Partial<TableRate> = {}): TableRate {
  return {
    dimension: 'inputTokens',
    tier: 'standard',
    contextSize: 'standard',
    usdPer1000: usd(usdPer1000),
    effectiveFrom: '2026-11-01',
    ...change,
  };
}

type Prices = Readonly<Partial<Record<keyof RateRow['rates'], string>>>;

function row(regions: readonly string[], key: Partial<Omit<RateRow, 'regions' | 'rates'>>, prices: Prices): RateRow {
  const rates = Object.fromEntries(
    Object.entries(prices).map(([dimension, usdPer1000]) => [dimension, { usdPer1000, source: 'list' }]),
  );
  return {
    regions,
    scope: 'regional',
    tier: 'standard',
    contextSize: 'standard',
    effectiveFrom: '2026-08-20',
    ...key,
    rates,
  };
}

function claude(input: string, output: string, cacheRead: string, write5m: string, write1h: string): Prices {
  return {
    inputTokens: input,
    outputTokens: output,
    cacheReadTokens: cacheRead,
    cacheWrite5mTokens: write5m,
    cacheWrite1hTokens: write1h,
  };
}
