import { expect } from 'chai';
import { loadFallbackPriceBook } from '../../cli/fallbackPriceBook.js';
import { costOf } from '../../domain/pricing/cost.js';
import { usdToString } from '../../domain/money.js';
import { invocationOf, withCounts } from '../domain/invocations/records.js';

const SONNET = 'us.anthropic.claude-sonnet-4-6';
const OPENAI = 'us.openai.gpt-5.5';

const ITERATIONS = [
  { type: 'compaction', input_tokens: 55_196, output_tokens: 125 },
  { type: 'message', input_tokens: 220, output_tokens: 8 },
];

const GUARDRAIL_USAGE = {
  topicPolicyUnits: 1,
  contentPolicyUnits: 2,
  wordPolicyUnits: 1,
  sensitiveInformationPolicyUnits: 1,
  sensitiveInformationPolicyFreeUnits: 3,
};

const ASSESSMENTS = { g1: { invocationMetrics: { usage: GUARDRAIL_USAGE } } };

type Row = readonly [string, Readonly<Record<string, unknown>>, string, string];

/** A call as it is logged, what it costs by the real price book, and how sure that is. */
const ROWS: readonly Row[] = [
  [
    'InvokeModel with compaction: the sum of the iterations',
    {
      operation: 'InvokeModel',
      modelId: SONNET,
      ...withCounts({ inputTokenCount: 220 }, 8, {
        usage: { input_tokens: 220, output_tokens: 8, iterations: ITERATIONS },
      }),
    },
    'priced',
    '0.1850673',
  ],
  [
    'ConverseStream whose counts are in the metadata',
    converseStream({ metadata: { usage: { inputTokens: 100_000, outputTokens: 1000 } } }),
    'priced',
    '0.3465',
  ],
  [
    'the same, broken off by an error',
    {
      errorCode: 'ModelStreamErrorException',
      ...converseStream({ metadata: { usage: { inputTokens: 100_000, outputTokens: 1000 } } }),
    },
    'priced',
    '0.3465',
  ],
  [
    'an input of zero that the body counts',
    {
      modelId: SONNET,
      ...withCounts({ inputTokenCount: 0 }, 1000, { usage: { inputTokens: 100_000, outputTokens: 1000 } }),
    },
    'priced',
    '0.3465',
  ],
  [
    'an input that only the body counts',
    { modelId: SONNET, ...withCounts({}, 1000, { usage: { inputTokens: 100_000, outputTokens: 1000 } }) },
    'priced',
    '0.3465',
  ],
  [
    'an input of zero without a body',
    { modelId: SONNET, ...withCounts({ inputTokenCount: 0 }, 1000, null) },
    'provisional',
    '0.0165',
  ],
  [
    'an input that is missing, without a body',
    { modelId: SONNET, ...withCounts({}, 1000, null) },
    'provisional',
    '0.0165',
  ],
  ['a success without counts', { modelId: SONNET, input: undefined, output: undefined }, 'uncounted', '0'],
  [
    'Titan Text without counts at the top',
    {
      operation: 'InvokeModel',
      modelId: 'amazon.titan-text-express-v1',
      ...withCounts({}, undefined, { inputTextTokenCount: 1000, results: [{ tokenCount: 1000 }] }),
    },
    'priced',
    '0.0008',
  ],
  [
    'a stream of Titan Text',
    {
      operation: 'InvokeModelWithResponseStream',
      modelId: 'amazon.titan-text-express-v1',
      ...withCounts({}, undefined, [{ inputTextTokenCount: 1000 }, { totalOutputTextTokenCount: 1000 }]),
    },
    'priced',
    '0.0008',
  ],
  [
    'Cohere without counts at the top',
    {
      operation: 'InvokeModel',
      modelId: 'cohere.command-r-v1:0',
      ...withCounts({}, undefined, { meta: { billed_units: { input_tokens: 1000, output_tokens: 1000 } } }),
    },
    'priced',
    '0.002',
  ],
  [
    'an image embedded by Nova',
    {
      operation: 'InvokeModel',
      modelId: 'amazon.nova-2-multimodal-embeddings-v1:0',
      ...withCounts({ inputTokenCount: 0, inputBodyJson: { singleEmbeddingParams: { image: { format: 'png' } } } }),
    },
    'provisional',
    '0.00006',
  ],
  [
    'an image embedded by Cohere',
    {
      operation: 'InvokeModel',
      modelId: 'cohere.embed-v4:0',
      ...withCounts({ inputTokenCount: 0, inputBodyJson: { images: ['x'] } }),
    },
    'provisional',
    '0.0013',
  ],
  [
    'an image embedded whose request is not logged',
    { operation: 'InvokeModel', modelId: 'cohere.embed-v4:0', ...withCounts({ inputTokenCount: 0 }) },
    'provisional',
    '0.0013',
  ],
  [
    'guardrails of Converse',
    {
      modelId: SONNET,
      ...withCounts({ inputTokenCount: 40 }, 8, { trace: { guardrail: { inputAssessment: ASSESSMENTS } } }),
    },
    'priced',
    '0.000814',
  ],
  [
    'guardrails of InvokeModel',
    {
      operation: 'InvokeModel',
      modelId: SONNET,
      ...withCounts({ inputTokenCount: 40 }, 8, { 'amazon-bedrock-trace': { guardrail: { input: ASSESSMENTS } } }),
    },
    'priced',
    '0.000814',
  ],
  [
    'OpenAI, not streamed: cached tokens beside the input, the dearer reading',
    { modelId: OPENAI, ...withCounts({ inputTokenCount: 6000, cacheReadInputTokenCount: 4000 }, 10) },
    'provisional',
    '0.03553',
  ],
  [
    'OpenAI, streamed: cached tokens inside the input, as was measured',
    {
      operation: 'ConverseStream',
      modelId: OPENAI,
      ...withCounts({ inputTokenCount: 6000, cacheReadInputTokenCount: 4000 }, 10),
    },
    'priced',
    '0.01353',
  ],
  [
    'gpt-oss at the tier that its answer names',
    {
      operation: 'InvokeModel',
      modelId: 'openai.gpt-oss-120b-1:0',
      ...withCounts({ inputTokenCount: 1000 }, 1000, { service_tier: 'priority' }),
    },
    'priced',
    '0.0013125',
  ],
];

describe('what a call costs, wherever its counts stand', () => {
  const book = loadFallbackPriceBook();
  for (const [name, record, status, costUsd] of ROWS) {
    it(name, () => {
      const cost = costOf(invocationOf(record), book);
      expect([cost.status, usdToString(cost.costUsd)], cost.reasons.join('; ')).to.deep.equal([status, costUsd]);
    });
  }
});

function converseStream(chunk: unknown): Readonly<Record<string, unknown>> {
  return { operation: 'ConverseStream', modelId: SONNET, ...withCounts({ inputTokenCount: 0 }, 0, [chunk]) };
}
