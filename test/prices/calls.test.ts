import { expect } from 'chai';
import { usdToString } from '../../domain/money.js';
import { costOfCall, type TestCall } from './book.js';

const SONNET_4 = 'us.anthropic.claude-sonnet-4-20250514-v1:0';
const SONNET_45 = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const ONE_EACH: TestCall = { input: 1000, output: 1000 };
const MILLION_EACH: TestCall = { input: 1_000_000, output: 1_000_000 };
const WEST: TestCall = { ...ONE_EACH, region: 'us-gov-west-1' };

const tier = (name: string): Pick<TestCall, 'body'> => ({ body: { serviceTier: { type: name } } });
const oneHour = (inputTokens: number): Pick<TestCall, 'body'> => ({
  body: { usage: { cacheDetails: [{ ttl: '1h', inputTokens }] } },
});

type Row = readonly [modelId: string, call: TestCall, status: string, costUsd: string];

describe('a call priced by the book', () => {
  const tables: Readonly<Record<string, readonly Row[]>> = {
    'when rates changed': [
      ['us.openai.gpt-5.6-luna', ONE_EACH, 'priced', '0.00154'],
      ['us.openai.gpt-5.6-luna', { ...ONE_EACH, day: '2026-07-20' }, 'priced', '0.0077'],
      ['us.openai.gpt-5.6-luna', { ...ONE_EACH, day: '2026-07-29' }, 'priced', '0.0077'],
      ['us.openai.gpt-5.6-luna', { ...ONE_EACH, day: '2026-07-30' }, 'priced', '0.00154'],
      ['global.openai.gpt-5.6-luna', ONE_EACH, 'priced', '0.0014'],
      ['us.openai.gpt-5.6-sol', ONE_EACH, 'priced', '0.0264'],
      ['us.openai.gpt-5.6-sol', { ...ONE_EACH, day: '2026-08-20' }, 'priced', '0.0385'],
      ['us.openai.gpt-5.6-sol', { cacheWrite: 1_000_000, day: '2026-08-01' }, 'priced', '6.875'],
      ['us.openai.gpt-5.6-sol', { cacheWrite: 100_000 }, 'priced', '0.55'],
      ['global.openai.gpt-5.6-sol', { ...ONE_EACH, day: '2026-08-18' }, 'priced', '0.035'],
    ],
    'of a long prompt': [
      ['us.openai.gpt-5.6-terra', { input: 300_000, output: 1000 }, 'priced', '1.3398'],
      ['us.openai.gpt-5.6-terra', { input: 272_000, output: 1000 }, 'priced', '0.6116'],
      ['us.openai.gpt-5.6-terra', { input: 300_000, output: 1000, day: '2026-08-02' }, 'priced', '0.6732'],
      ['us.openai.gpt-5.6-terra', { input: 300_000, output: 1000, day: '2026-08-03' }, 'priced', '1.3398'],
      ['us.openai.gpt-5.6-terra', { input: 300_000, output: 1000, day: '2026-07-20' }, 'priced', '0.8415'],
      ['us.openai.gpt-5.6-sol', { input: 300_000, output: 1000, day: '2026-08-10' }, 'priced', '3.3495'],
      ['us.openai.gpt-5.6-sol', { input: 300_000, output: 1000, day: '2026-08-21' }, 'priced', '2.673'],
      ['us.openai.gpt-6-astra', { input: 300_000, output: 1000 }, 'priced', '6.6825'],
    ],
    'in GovCloud': [
      [`us-gov.${SONNET_45}`, WEST, 'priced', '0.0216'],
      [`us-gov.${SONNET_45}`, { cacheWrite: 1_000_000, region: 'us-gov-west-1' }, 'priced', '14.4'],
      [`us-gov.${SONNET_45}`, { cacheWrite: 10_000, region: 'us-gov-east-1' }, 'priced', '0.072'],
      ['us-gov.anthropic.claude-opus-5-5', WEST, 'priced', '0.0288'],
      ['us-gov.anthropic.claude-haiku-5-5', WEST, 'priced', '0.00072'],
      ['us-gov.anthropic.claude-3-5-sonnet-20240620-v1:0', WEST, 'priced', '0.0216'],
      ['us-gov.anthropic.claude-3-7-sonnet-20250219-v1:0', WEST, 'priced', '0.0216'],
      ['us-gov.anthropic.claude-3-haiku-20240307-v1:0', WEST, 'priced', '0.0018'],
      ['us-gov.amazon.nova-pro-v1:0', WEST, 'priced', '0.0048'],
      ['us-gov.xai.grok-4.7', WEST, 'priced', '0.01056'],
      ['moonshotai.kimi-k3', WEST, 'priced', '0.02376'],
      ['openai.gpt-5.6-terra', { ...WEST, ...tier('priority') }, 'priced', '0.03696'],
      [
        'nvidia.nemotron-nano-9b-v2',
        { ...MILLION_EACH, ...tier('priority'), region: 'us-gov-west-1' },
        'priced',
        '0.612',
      ],
      ['anthropic.claude-opus-6', WEST, 'provisional', '0.198'],
      ['us-gov.nobody.model-1', WEST, 'provisional', '0.198'],
      ['amazon.nova-micro-v1:0', { cacheWrite: 1_000_000, region: 'us-gov-west-1' }, 'provisional', '0.042'],
    ],
    'at a tier': [
      ['google.gemma-3-12b-it', { ...MILLION_EACH, ...tier('flex') }, 'priced', '0.2'],
      ['google.gemma-3-12b-it', { ...MILLION_EACH, ...tier('priority') }, 'priced', '0.67'],
      ['google.gemma-3-27b-it', { ...MILLION_EACH, ...tier('flex') }, 'priced', '0.31'],
      ['mistral.mistral-large-3-675b-instruct', { ...MILLION_EACH, ...tier('priority') }, 'priced', '3.51'],
      ['qwen.qwen3-vl-235b-a22b', { ...MILLION_EACH, ...tier('priority') }, 'priced', '5.59'],
      ['openai.gpt-oss-120b-1:0', { ...ONE_EACH, ...tier('priority') }, 'priced', '0.0013125'],
      ['openai.gpt-oss-120b-1:0', { ...ONE_EACH, ...tier('ultrafast') }, 'provisional', '0.0013125'],
      ['us.amazon.nova-pro-v1:0', { ...ONE_EACH, ...tier('hyper') }, 'provisional', '0.007'],
      ['google.gemma-3-12b-it', { ...MILLION_EACH, ...tier('hyper') }, 'provisional', '0.67'],
      ['us.openai.gpt-6-astra', { ...ONE_EACH, ...tier('ultrafast') }, 'provisional', '0.396'],
      ['us.openai.gpt-6-astra', { input: 300_000, ...tier('ultrafast') }, 'provisional', '39.6'],
      ['nobody.model-1', { ...ONE_EACH, ...tier('priority') }, 'provisional', '0.28875'],
    ],
    'of autumn 2026, or of the first years': [
      ['us.moonshotai.kimi-k3.1', ONE_EACH, 'priced', '0.0264'],
      ['global.moonshotai.kimi-k3', ONE_EACH, 'priced', '0.018'],
      ['us.openai.gpt-6-astra', ONE_EACH, 'priced', '0.066'],
      ['us.openai.gpt-6.1-terra', ONE_EACH, 'priced', '0.0066'],
      ['us.xai.grok-4.7', ONE_EACH, 'priced', '0.0088'],
      ['us.zai.glm-5.3', ONE_EACH, 'priced', '0.007656'],
      ['us.anthropic.claude-fable-5-2', ONE_EACH, 'priced', '0.0528'],
      ['ai21.j2-ultra-v1', ONE_EACH, 'priced', '0.0376'],
      ['ai21.j2-mid', ONE_EACH, 'priced', '0.025'],
      ['moonshotai.kimi-k2-thinking', MILLION_EACH, 'priced', '3.1'],
      ['anthropic.claude-instant-v1', MILLION_EACH, 'priced', '3.2'],
      ['anthropic.claude-instant-v1:100k', MILLION_EACH, 'priced', '14.28'],
      ['anthropic.claude-instant-v1:2:100k', MILLION_EACH, 'priced', '14.28'],
      ['anthropic.claude-v2:1', MILLION_EACH, 'priced', '32'],
    ],
    'whose generation is not in the book': [
      ['us.anthropic.claude-opus-6', ONE_EACH, 'provisional', '0.165'],
      ['us.anthropic.claude-sonnet-5-7', ONE_EACH, 'provisional', '0.165'],
      ['anthropic.claude-instant-v2', ONE_EACH, 'provisional', '0.165'],
      ['us.anthropic.claude-opus-4-6-20270101-v1:0', ONE_EACH, 'priced', '0.033'],
      ['moonshot.kimi-k4', ONE_EACH, 'provisional', '0.0264'],
      ['us.xai.grok-5', ONE_EACH, 'provisional', '0.0088'],
      ['nobody.model-1', ONE_EACH, 'provisional', '0.165'],
    ],
    'with cache writes': [
      [SONNET_4, { cacheWrite: 10_000, output: 1 }, 'priced', '0.037515'],
      [SONNET_4, { cacheWrite: 10_000, output: 1, ...oneHour(10_000) }, 'provisional', '0.037515'],
      [SONNET_4, { cacheWrite: 10_000, output: 1, ...oneHour(4000) }, 'provisional', '0.037515'],
      ['us.anthropic.claude-opus-4-1-20250805-v1:0', { cacheWrite: 10_000 }, 'priced', '0.1875'],
      ['us.anthropic.claude-3-5-haiku-20241022-v1:0', { cacheWrite: 10_000 }, 'priced', '0.01'],
      [`us.${SONNET_45}`, { cacheWrite: 10_000 }, 'priced', '0.066'],
      ['us.amazon.nova-pro-v1:0', { cacheWrite: 100_000 }, 'provisional', '0.08'],
      ['us.amazon.nova-pro-v1:0', { cacheWrite: 100_000, ...oneHour(100_000) }, 'provisional', '0.08'],
      ['us.amazon.nova-micro-v1:0', { input: 1, cacheWrite: 100_000 }, 'priced', '0.000000035'],
      ['us.amazon.nova-micro-v1:0', { cacheWrite: 100_000, region: 'us-west-2' }, 'provisional', '0.0035'],
      ['amazon.nova-9-pro', { cacheWrite: 1000 }, 'provisional', '0.055'],
      ['us.moonshotai.kimi-k3', { cacheWrite: 100_000 }, 'priced', '0.4125'],
    ],
  };
  for (const [when, rows] of Object.entries(tables)) {
    describe(when, () => {
      for (const [modelId, call, status, costUsd] of rows) {
        it(`is ${status} at ${costUsd} USD: ${modelId} ${JSON.stringify(call)}`, () => {
          const cost = costOfCall(modelId, call);
          expect([cost.status, usdToString(cost.costUsd)]).to.deep.equal([status, costUsd]);
        });
      }
    });
  }

  it('says at which rate tokens without a TTL were priced, where it makes a difference', () => {
    const note = (modelId: string, region?: string): readonly string[] =>
      costOfCall(modelId, { cacheWrite: 10_000, ...(region === undefined ? {} : { region }) }).notes;
    const told = (ttl: string): readonly string[] => [
      `10000 cache-write tokens priced at the ${ttl} rate, the record does not tell their TTL`,
    ];
    expect(note(SONNET_4)).to.deep.equal(told('5m'));
    expect(note(`us.${SONNET_45}`)).to.deep.equal(told('1h'));
    expect(note('us.openai.gpt-5.6-sol')).to.deep.equal([]);
    expect(note('us.amazon.nova-pro-v1:0')).to.deep.equal([]);
    expect(note('amazon.nova-micro-v1:0', 'us-west-2')).to.deep.equal([]);
  });
});
