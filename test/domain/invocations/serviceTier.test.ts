import { expect } from 'chai';
import { loggedBodies } from '../../../domain/invocations/invocationBody.js';
import { tierInBodies } from '../../../domain/invocations/serviceTier.js';

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
    ['an OpenAI answer', 'InvokeModel', {}, { service_tier: 'priority' }, 'priority'],
    ['an OpenAI answer at the default tier', 'InvokeModel', {}, { service_tier: 'default' }, 'standard'],
    ['a tier that was only asked for', 'InvokeModel', {}, { service_tier: 'auto' }, 'standard'],
    ['a stream of OpenAI Responses', 'InvokeModel', {}, [{ response: { service_tier: 'flex' } }], 'flex'],
    ['an Anthropic answer', 'InvokeModel', {}, { usage: { service_tier: 'batch' } }, 'batch'],
    ['an Anthropic stream', 'InvokeModel', {}, [{ message: { usage: { service_tier: 'priority' } } }], 'priority'],
    [
      'the dearest that a stream names',
      'InvokeModel',
      {},
      [{ service_tier: 'default' }, { service_tier: 'priority' }],
      'priority',
    ],
    [
      'an unknown one before all',
      'InvokeModel',
      {},
      [{ service_tier: 'priority' }, { service_tier: 'x' }],
      { unknownTier: '"x"' },
    ],
    ['priority in the caller’s own text', 'InvokeModel', { service_tier: 'priority' }, {}, 'priority'],
    ['no other word there', 'InvokeModel', { service_tier: 'turbo' }, {}, 'standard'],
    ['no operation', undefined, { serviceTier: { type: 'flex' } }, {}, 'standard'],
  ];
  for (const [name, operation, input, output, tier] of table) {
    it(`reads ${name}`, () => {
      expect(tierInBodies(loggedBodies(operation, input, output))).to.deep.equal(tier);
    });
  }
});
