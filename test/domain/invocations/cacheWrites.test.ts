import { expect } from 'chai';
import { splitCacheWrites, type CacheWrites } from '../../../domain/invocations/cacheWrites.js';
import { loggedBodies } from '../../../domain/invocations/invocationBody.js';

/** Of 100 tokens. */
function splitOf(input: unknown, output: unknown): CacheWrites {
  return splitCacheWrites(100, loggedBodies('Converse', input, output));
}

describe('splitCacheWrites', () => {
  const converse = (details: unknown): unknown => ({ usage: { cacheWriteInputTokens: 100, cacheDetails: details } });
  const anthropic = (fiveMinutes: unknown, oneHour: unknown): { readonly usage: unknown } => ({
    usage: { cache_creation: { ephemeral_5m_input_tokens: fiveMinutes, ephemeral_1h_input_tokens: oneHour } },
  });
  const table: readonly (readonly [string, unknown, number, number, number])[] = [
    ['no body', undefined, 0, 100, 100],
    ['a body in text', 'truncated', 0, 100, 100],
    ['a body without a split', { usage: { cacheWriteInputTokens: 100 } }, 0, 100, 100],
    ['Converse, all 5m', converse([{ ttl: '5m', inputTokens: 100 }]), 100, 0, 0],
    [
      'Converse, both',
      converse([
        { ttl: '5m', inputTokens: 70 },
        { ttl: '1h', inputTokens: 30 },
      ]),
      70,
      30,
      0,
    ],
    ['Converse, a part', converse([{ ttl: '5m', inputTokens: 70 }]), 70, 30, 30],
    ['Converse, another TTL', converse([{ ttl: '24h', inputTokens: 100 }]), 0, 100, 100],
    ['Converse, hostile details', converse([null, { ttl: '5m', inputTokens: -5 }, 'x']), 0, 100, 100],
    ['Converse, empty details', converse([]), 0, 100, 100],
    ['Anthropic, both', anthropic(60, 40), 60, 40, 0],
    ['Anthropic, one field', anthropic(100, undefined), 100, 0, 0],
    ['Anthropic, the other field', anthropic(undefined, 100), 0, 100, 0],
    ['Anthropic, hostile', anthropic('100', 0), 0, 100, 100],
    ['more than the record counts', anthropic(101, 0), 0, 100, 100],
    ['Anthropic stream chunks', [{ type: 'message_start', message: anthropic(100, 0) }, { type: 'ping' }], 100, 0, 0],
    ['ConverseStream chunks', [{ metadata: converse([{ ttl: '5m', inputTokens: 100 }]) }], 100, 0, 0],
    [
      'iterations',
      { usage: { iterations: [anthropic(60, 0), anthropic(0, 40)].map((each) => each.usage) } },
      60,
      40,
      0,
    ],
    ['the split that tells most', [{ message: anthropic(10, 0) }, anthropic(70, 30)], 70, 30, 0],
    ['chunks that are text', ['[...]'], 0, 100, 100],
  ];
  for (const [name, body, cacheWrite5mTokens, cacheWrite1hTokens, unknownTtlTokens] of table) {
    it(`reads ${name}`, () => {
      expect(splitOf(undefined, body)).to.deep.equal({
        cacheWrite5mTokens,
        cacheWrite1hTokens,
        unknownTtlTokens,
      });
    });
  }

  describe('when the answer does not tell', () => {
    const point = (ttl?: string): unknown => ({
      cachePoint: { type: 'default', ...(ttl === undefined ? {} : { ttl }) },
    });
    const control = (ttl?: string): unknown => ({ type: 'text', cache_control: { type: 'ephemeral', ttl } });
    const asked: readonly (readonly [string, unknown, readonly [number, number, number]])[] = [
      ['one point without a TTL', { system: [{ text: 'x' }, point()] }, [100, 0, 0]],
      ['one point of 5 minutes', { messages: [{ content: [point('5m')] }] }, [100, 0, 0]],
      ['points of one hour', { toolConfig: { tools: [point('1h')] }, system: [point('1h')] }, [0, 100, 0]],
      ['points of both', { system: [point('1h')], messages: [{ content: [point('5m')] }] }, [0, 100, 100]],
      ['a TTL of tomorrow', { system: [point('24h')] }, [0, 100, 100]],
      ['an Anthropic body', { messages: [{ content: [control()] }] }, [100, 0, 0]],
      ['a tool result in it', { messages: [{ content: [{ content: [control('1h')] }] }], tools: [] }, [0, 100, 0]],
      ['a point at its top', { cache_control: { type: 'ephemeral' } }, [100, 0, 0]],
      [
        'a document in it',
        { messages: [{ content: [{ source: { content: [control('1h')] } }, control()] }] },
        [0, 100, 100],
      ],
      [
        'fields for the model',
        { additionalModelRequestFields: { cache_control: { ttl: '1h' } }, system: [point()] },
        [0, 100, 100],
      ],
      ['a request of too many parts', { system: [...Array<unknown>(100_001).fill(0), point()] }, [0, 100, 100]],
      ['no point', { messages: [{ content: [{ text: 'x' }] }] }, [0, 100, 100]],
      ['a hostile request', { system: [null, { cachePoint: 'x' }], messages: [[]], tools: {} }, [0, 100, 100]],
    ];
    for (const [name, input, [fiveMinutes, oneHour, unknown]] of asked) {
      it(`goes by ${name}`, () => {
        expect(splitOf(input, {})).to.deep.equal({
          cacheWrite5mTokens: fiveMinutes,
          cacheWrite1hTokens: oneHour,
          unknownTtlTokens: unknown,
        });
      });
    }

    it('goes by the request for what the answer leaves', () => {
      const answer = { usage: { cacheDetails: [{ ttl: '1h', inputTokens: 30 }] } };
      expect(splitOf({ system: [point()] }, answer)).to.deep.equal({
        cacheWrite5mTokens: 70,
        cacheWrite1hTokens: 30,
        unknownTtlTokens: 0,
      });
    });
  });
});
