import { expect } from 'chai';
import {
  imagesInBodies,
  searchUnitsInBody,
  splitCacheWrites,
  tierInBodies,
  videoSecondsInBody,
} from '../../domain/invocationBody.js';

describe('splitCacheWrites', () => {
  const converse = (details: unknown): unknown => ({ usage: { cacheWriteInputTokens: 100, cacheDetails: details } });
  const anthropic = (fiveMinutes: unknown, oneHour: unknown): unknown => ({
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
    ['chunks that are text', ['[...]'], 0, 100, 100],
  ];
  for (const [name, body, cacheWrite5mTokens, cacheWrite1hTokens, unknownTtlTokens] of table) {
    it(`reads ${name}`, () => {
      expect(splitCacheWrites(100, body)).to.deep.equal({ cacheWrite5mTokens, cacheWrite1hTokens, unknownTtlTokens });
    });
  }
});

describe('tierInBodies', () => {
  const table: readonly (readonly [string, string | undefined, unknown, unknown, unknown])[] = [
    ['nothing said', 'Converse', {}, {}, 'standard'],
    ['default', 'Converse', {}, { serviceTier: { type: 'default' } }, 'standard'],
    ['the answer', 'Converse', {}, { serviceTier: { type: 'flex' } }, 'flex'],
    [
      'the answer over the request',
      'Converse',
      { serviceTier: { type: 'flex' } },
      { serviceTier: 'priority' },
      'priority',
    ],
    ['the request of Converse', 'ConverseStream', { serviceTier: { type: 'priority' } }, undefined, 'priority'],
    ['no cheaper tier from the request alone', 'Converse', { serviceTier: { type: 'flex' } }, undefined, 'standard'],
    ['nor the reserved one', 'Converse', { serviceTier: { type: 'reserved' } }, {}, 'standard'],
    ['the metadata of a stream', 'ConverseStream', {}, [{ metadata: { serviceTier: { type: 'flex' } } }], 'flex'],
    ['a batch', 'Converse', {}, { serviceTier: 'batch' }, 'batch'],
    ['reserved', 'Converse', {}, { serviceTier: { type: 'reserved' } }, 'reserved'],
    ['a tier of tomorrow', 'Converse', {}, { serviceTier: { type: 'turbo' } }, { unknownTier: '"turbo"' }],
    ["not the caller's own text", 'InvokeModel', { serviceTier: { type: 'flex' } }, {}, 'standard'],
    ['optimized latency', 'Converse', {}, { performanceConfig: { latency: 'optimized' } }, 'latency-optimized'],
    [
      'optimized latency of a stream',
      'Converse',
      {},
      [{ metadata: { performanceConfig: { latency: 'optimized' } } }],
      'latency-optimized',
    ],
    ['no operation', undefined, { serviceTier: { type: 'flex' } }, {}, 'standard'],
  ];
  for (const [name, operation, input, output, tier] of table) {
    it(`reads ${name}`, () => {
      expect(tierInBodies({ operation, input, output })).to.deep.equal(tier);
    });
  }
});

describe('units that are not tokens', () => {
  const bodies = (input: unknown, output: unknown): Parameters<typeof imagesInBodies>[0] => ({
    operation: 'InvokeModel',
    input,
    output,
  });

  it('counts the images of the answer, else those asked for', () => {
    expect(imagesInBodies(bodies({ imageGenerationConfig: { numberOfImages: 5 } }, { images: ['a', 'b'] }))).to.equal(
      2,
    );
    expect(imagesInBodies(bodies({ imageGenerationConfig: { numberOfImages: 5 } }, undefined))).to.equal(5);
    expect(imagesInBodies(bodies({ imageGenerationConfig: { numberOfImages: -5 } }, {}))).to.equal(0);
  });

  it('counts seconds of video', () => {
    expect(videoSecondsInBody({ outputVideo: { DurationSeconds: 12 } })).to.equal(12);
    expect(videoSecondsInBody({ outputVideo: { DurationSeconds: '12' } })).to.equal(0);
  });

  it('counts a search unit for every hundred documents begun', () => {
    expect([0, 1, 100, 101].map((length) => searchUnitsInBody({ documents: Array(length).fill('x') }))).to.deep.equal([
      0, 1, 1, 2,
    ]);
  });
});
