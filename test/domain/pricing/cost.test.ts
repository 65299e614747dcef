import { expect } from 'chai';
import fc from 'fast-check';
import { costOf, type Cost } from '../../../domain/pricing/cost.js';
import { addUsd, usdToString, ZERO_USD } from '../../../domain/money.js';
import { createPriceBook } from '../../../domain/pricing/priceBook.js';
import { DIMENSIONS, NO_USAGE, type Usage } from '../../../domain/invocations/usage.js';
import { TEST_PRICES } from './prices.js';
import { invocationOf, withCounts } from '../invocations/records.js';

const book = createPriceBook(TEST_PRICES);

function cost(overrides: Readonly<Record<string, unknown>>): Cost {
  return costOf(invocationOf(overrides), book);
}

function summary({ status, costUsd }: Cost): readonly [string, string] {
  return [status, usdToString(costUsd)];
}

describe('costOf', () => {
  const opus = 'anthropic.claude-opus-4-6-v1';
  const sonnet4 = 'anthropic.claude-sonnet-4-20250514-v1:0';
  const table: readonly (readonly [string, Record<string, unknown>, string, string])[] = [
    ['Nova Micro', {}, 'priced', '0.00000252'],
    [
      'a Titan embedding',
      { modelId: 'amazon.titan-embed-text-v2:0', ...withCounts({ inputTokenCount: 20 }) },
      'priced',
      '0.0000004',
    ],
    [
      'a model by its alias',
      { modelId: 'cohere.embed-english-v3-alias', ...withCounts({ inputTokenCount: 20 }) },
      'priced',
      '0.000002',
    ],
    [
      'a model by another version',
      { modelId: 'cohere.embed-english-v3:0:512', ...withCounts({ inputTokenCount: 20 }) },
      'priced',
      '0.000002',
    ],
    ['an id in its Region', { modelId: opus }, 'priced', '0.00044'],
    ['a geographic profile at the regional rate', { modelId: `us.${opus}` }, 'priced', '0.00044'],
    ['a global profile 10 % below', { modelId: `global.${opus}` }, 'priced', '0.0004'],
    [
      'cache reads',
      { modelId: opus, ...withCounts({ inputTokenCount: 0, cacheReadInputTokenCount: 1000 }, 0) },
      'priced',
      '0.00055',
    ],
    [
      'cache writes of 5 minutes',
      {
        modelId: `global.${opus}`,
        ...withCounts({ cacheWriteInputTokenCount: 1000 }, 0, {
          usage: { cacheDetails: [{ ttl: '5m', inputTokens: 1000 }] },
        }),
      },
      'priced',
      '0.00625',
    ],
    [
      'a prompt at the long-context threshold',
      { modelId: sonnet4, ...withCounts({ inputTokenCount: 200_000 }, 100) },
      'priced',
      '0.6015',
    ],
    [
      'a prompt past it, whole',
      { modelId: sonnet4, ...withCounts({ inputTokenCount: 1, cacheReadInputTokenCount: 200_000 }, 100) },
      'priced',
      '0.122256',
    ],
    [
      'the flex tier',
      { ...withCounts({ inputTokenCount: 40 }, 8, { serviceTier: { type: 'flex' } }) },
      'priced',
      '0.00000126',
    ],
    [
      'a tier with a rate of its own',
      { ...withCounts({ inputTokenCount: 40 }, 8, { serviceTier: { type: 'batch' } }) },
      'priced',
      '0.00000136',
    ],
    [
      'a real zero rate',
      withCounts({ inputTokenCount: 40, cacheWriteInputTokenCount: 100 }, 8),
      'priced',
      '0.00000252',
    ],
    [
      'an image',
      { modelId: 'amazon.nova-canvas-v1:0', ...withCounts({ inputTokenCount: 12 }, 0, { images: ['a', 'b'] }) },
      'priced',
      '0.16',
    ],
    [
      'a rerank query',
      { modelId: 'cohere.rerank-v3-5:0', ...withCounts({ inputBodyJson: { documents: ['a'] } }) },
      'priced',
      '0.002',
    ],
    [
      'a text model with documents',
      withCounts({ inputTokenCount: 40, inputBodyJson: { documents: ['a'] } }, 8),
      'priced',
      '0.00000252',
    ],
    [
      'an embedded image that is not in the record',
      { modelId: 'amazon.titan-embed-image-v1', ...withCounts({}) },
      'provisional',
      '0.00006',
    ],
    [
      'an image that is not in the record',
      { modelId: 'amazon.nova-canvas-v1:0', ...withCounts({}) },
      'provisional',
      '0.08',
    ],
    ['a Region without a rate', { region: 'mars-east-1' }, 'provisional', '0.00000252'],
    [
      'a Region without a rate at a tier',
      { region: 'mars-east-1', ...withCounts({ inputTokenCount: 40 }, 8, { serviceTier: 'priority' }) },
      'provisional',
      '0.00000441',
    ],
    [
      'GovCloud, where the commercial rate does not hold',
      { region: 'us-gov-west-1', modelId: opus },
      'provisional',
      '0.000528',
    ],
    ['an unknown model of a known provider', { modelId: 'anthropic.claude-next' }, 'provisional', '0.00048'],
    [
      'an unknown model whose name says image, with tokens that were counted',
      { modelId: 'someone.chat-image', ...withCounts({ inputTokenCount: 1000 }, 1000) },
      'provisional',
      '0.036',
    ],
    [
      'an unknown embedding model',
      { modelId: 'amazon.titan-embed-next', ...withCounts({ inputTokenCount: 20 }) },
      'provisional',
      '0.000016',
    ],
    ['a Claude model of another date', { modelId: 'anthropic.claude-opus-4-6-20270101-v2:0' }, 'priced', '0.00044'],
    ['a modality without any rate', { modelId: 'nobody.sonic-1' }, 'provisional', '0.00048'],
    ['an unknown provider', { modelId: 'nobody.model-1' }, 'provisional', '0.00048'],
    [
      'an unknown embedding model without tokens',
      { modelId: 'cohere.embed-next', ...withCounts({ inputTokenCount: 0 }, 0) },
      'provisional',
      '0.08',
    ],
    ['an unknown image model', { modelId: 'stability.stable-image-next', ...withCounts({}) }, 'provisional', '0.08'],
    [
      'cached tokens of a model without cache rates',
      { modelId: 'openai.gpt-oss-120b-1:0', ...withCounts({ inputTokenCount: 10, cacheReadInputTokenCount: 10 }, 0) },
      'provisional',
      '0.000003',
    ],
    [
      'a model that is billed otherwise',
      { modelId: 'amazon.nova-reel-v1:1', ...withCounts({}) },
      'provisional',
      '0.48',
    ],
    [
      'a tier of tomorrow',
      withCounts({ inputTokenCount: 40 }, 8, { serviceTier: 'turbo' }),
      'provisional',
      '0.00000441',
    ],
    [
      'an opaque resource',
      { modelId: 'arn:aws:bedrock:us-east-1:1:application-inference-profile/x' },
      'provisional',
      '0.00048',
    ],
    [
      'a custom model at the rates of its base',
      { modelId: 'arn:aws:bedrock:us-east-1:1:custom-model/amazon.nova-micro-v1:0/x' },
      'provisional',
      '0.00000252',
    ],
    ['provisioned throughput', { modelId: 'arn:aws:bedrock:us-east-1:1:provisioned-model/x' }, 'hourly', '0'],
    ['the reserved tier', withCounts({ inputTokenCount: 40 }, 8, { serviceTier: { type: 'reserved' } }), 'hourly', '0'],
    ['a record without usage', withCounts({ inputTokenCount: 0 }, 0), 'ignored', '0'],
    ['a success that counts nothing', withCounts({}), 'uncounted', '0'],
    [
      'a text embedding that counts nothing',
      { modelId: 'amazon.titan-embed-text-v2:0', ...withCounts({}) },
      'uncounted',
      '0',
    ],
    ['an answer without a prompt', withCounts({ inputTokenCount: 0 }, 8), 'provisional', '0.00000112'],
    ['a prompt without an answer', withCounts({ inputTokenCount: 40 }), 'provisional', '0.0000014'],
  ];
  for (const [name, overrides, status, costUsd] of table) {
    it(`makes ${name} ${status} at ${costUsd} USD`, () => {
      expect(summary(cost(overrides))).to.deep.equal([status, costUsd]);
    });
  }

  it('prices by the day of the call, and what came before the first known price by that', () => {
    const modelId = 'anthropic.claude-3-5-sonnet-20240620-v1:0';
    const on = (timestamp: string): string => usdToString(cost({ modelId, timestamp }).costUsd);
    expect(on('2025-11-30T23:59:59Z')).to.equal('0.00024');
    expect(on('2025-12-01T00:00:00Z')).to.equal('0.00048');
    expect(on('2023-01-01T00:00:00Z')).to.equal('0.00024');
  });

  it('says which rate of which source made each line', () => {
    const [line] = cost({ ...withCounts({ inputTokenCount: 40 }, 8, { serviceTier: 'priority' }) }).lines;
    expect(line).to.deep.include({
      dimension: 'inputTokens',
      amount: 40,
      source: 'list × priority',
      effectiveFrom: '2026-08-20',
    });
  });

  it('says why it is not plainly priced', () => {
    const why: readonly (readonly [Record<string, unknown>, readonly string[]])[] = [
      [
        { region: 'mars-east-1' },
        ['no rate for inputTokens, outputTokens of amazon.nova-micro-v1:0 in mars-east-1 (regional)'],
      ],
      [
        { region: undefined },
        ['no rate for inputTokens, outputTokens of amazon.nova-micro-v1:0 in an unknown Region (regional)'],
      ],
      [{ modelId: 'nobody.m' }, ['nobody.m is not in the price book']],
      [{ modelId: 'arn:aws:bedrock:us-east-1:1:prompt/P:1' }, ['prompt/P:1 does not tell its model']],
      [
        { modelId: 'amazon.nova-reel-v1:1', ...withCounts({}) },
        ['billed per second of video', 'videoSeconds: not in the record, 6 assumed'],
      ],
      [{ modelId: 'arn:aws:bedrock:us-east-1:1:imported-model/x' }, ['imported-model/x is billed by the hour']],
    ];
    for (const [overrides, reasons] of why) expect(cost(overrides).reasons).to.deep.equal(reasons);
  });

  it('notes that a cache write without a known TTL is priced at the 1h rate', () => {
    const { status, notes } = cost({ modelId: opus, ...withCounts({ cacheWriteInputTokenCount: 24_479 }, 0) });
    expect(status).to.equal('priced');
    expect(notes).to.deep.equal(['24479 cache-write tokens priced at the 1h rate, the record does not tell their TTL']);
  });

  it('is the sum of its lines, and no usage is ever free of a line', () => {
    const amount = fc.nat(1_000_000);
    const usages = fc.record(
      Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, amount])) as Record<keyof Usage, typeof amount>,
    );
    const models = fc.constantFrom(
      ...TEST_PRICES.models.map((model) => model.modelId),
      'nobody.model',
      'x.embed',
      'arn:aws:bedrock:r:1:prompt/p',
    );
    const regions = fc.constantFrom('us-east-1', 'us-gov-west-1', 'eu-west-3', '');
    fc.assert(
      fc.property(usages, models, regions, (usage, modelId, region) => {
        const priced = costOf({ ...invocationOf({ modelId, region }), usage }, book);
        const sum = priced.lines.reduce((total, line) => addUsd(total, line.costUsd), ZERO_USD);
        expect(usdToString(priced.costUsd)).to.equal(usdToString(sum));
        expect(priced.lines.map((line) => line.dimension)).to.deep.equal(
          DIMENSIONS.filter((dimension) => priced.usage[dimension] > 0),
        );
        expect(priced.status === 'ignored').to.equal(priced.lines.length === 0);
      }),
    );
  });

  it('is total over usage of every kind', () => {
    expect(costOf({ ...invocationOf(), usage: NO_USAGE }, book).reasons).to.deep.equal(['no usage']);
  });
});
