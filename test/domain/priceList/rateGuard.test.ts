import { expect } from 'chai';
import { usd } from '../../../domain/money.js';
import { guardRate } from '../../../domain/priceList/rateGuard.js';
import type { Dimension } from '../../../domain/invocations/usage.js';

describe('guardRate', () => {
  const BOUNDS = 'a first rate outside all known bounds';
  const table: readonly (readonly [string | undefined, string, Dimension, string])[] = [
    ['0.003', '0.003', 'inputTokens', 'accepted'],
    ['0.003', '0.009', 'inputTokens', 'accepted'],
    ['0.003', '0.0090000000001', 'inputTokens', 'up more than threefold'],
    ['0.003', '0.001', 'inputTokens', 'accepted'],
    ['0.003', '0.0009999999999', 'inputTokens', 'down more than threefold'],
    ['0.003', '0', 'inputTokens', 'to zero'],
    ['0', '0', 'cacheWrite5mTokens', 'accepted'],
    ['0', '0.003', 'cacheWrite5mTokens', 'accepted'],
    ['0', '3', 'cacheWrite5mTokens', BOUNDS],
    [undefined, '0.000005', 'outputTokens', 'accepted'],
    [undefined, '0.0000049', 'outputTokens', BOUNDS],
    [undefined, '0.0000049', 'cacheReadTokens', 'accepted'],
    [undefined, '0.2', 'cacheWrite1hTokens', 'accepted'],
    [undefined, '0.2000001', 'inputTokens', BOUNDS],
    [undefined, '0', 'inputTokens', BOUNDS],
    [undefined, '600', 'images', 'accepted'],
    [undefined, '0.06', 'images', 'accepted'],
    [undefined, '600000', 'images', BOUNDS],
    [undefined, '80', 'videoSeconds', 'accepted'],
    [undefined, '2', 'searchUnits', 'accepted'],
    [undefined, '2000', 'searchUnits', BOUNDS],
  ];
  for (const [previous, next, dimension, expected] of table) {
    it(`says "${expected}" to ${next} after ${previous ?? 'nothing'} per 1,000 ${dimension}`, () => {
      const answer = guardRate(previous === undefined ? undefined : usd(previous), usd(next), dimension);
      expect(answer.kind === 'held' ? answer.reason : answer.kind).to.equal(expected);
    });
  }
});
