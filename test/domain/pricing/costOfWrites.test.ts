import { expect } from 'chai';
import { costOf, type Cost } from '../../../domain/pricing/cost.js';
import { usdToString } from '../../../domain/money.js';
import { createPriceBook, type PriceBook } from '../../../domain/pricing/priceBook.js';
import type { ModelPrices, Rate, RateRow } from '../../../domain/pricing/priceBookData.js';
import { TEST_PRICES } from './prices.js';
import { invocationOf, withCounts } from '../invocations/records.js';

describe('costOf by a model with one rate of cache writes, or with long context from some day on', () => {
  const withModel = (change: Partial<ModelPrices>, rates: RateRow['rates']): PriceBook =>
    createPriceBook({
      ...TEST_PRICES,
      models: [
        ...TEST_PRICES.models,
        { modelId: 'x.y', name: 'Y', provider: 'x', modality: 'text', rows: rowsOf(rates), ...change },
      ],
    });
  const write = (rates: RateRow['rates'], output: unknown = {}): Cost =>
    costOf(
      invocationOf({ modelId: 'x.y', ...withCounts({ cacheWriteInputTokenCount: 1000 }, 0, output) }),
      withModel({}, rates),
    );
  const oneHour = { usage: { cacheDetails: [{ ttl: '1h', inputTokens: 1000 }] } };
  const told = (ttl: string): readonly string[] => [
    `1000 cache-write tokens priced at the ${ttl} rate, the record does not tell their TTL`,
  ];
  const input = rateOf('3');
  const table: readonly (readonly [string, Cost, string, string, readonly string[]])[] = [
    ['5m', write({ cacheWrite5mTokens: rateOf('4'), inputTokens: input }), 'priced', '4', told('5m')],
    [
      '5m, said to be 1h',
      write({ cacheWrite5mTokens: rateOf('4'), inputTokens: input }, oneHour),
      'provisional',
      '4',
      [],
    ],
    ['1h', write({ cacheWrite1hTokens: rateOf('5'), inputTokens: input }), 'priced', '5', []],
    [
      'a dearer 1h',
      write({ cacheWrite5mTokens: rateOf('4'), cacheWrite1hTokens: rateOf('5') }),
      'priced',
      '5',
      told('1h'),
    ],
    [
      'a dearer 5m',
      write({ cacheWrite5mTokens: rateOf('6'), cacheWrite1hTokens: rateOf('5') }),
      'priced',
      '6',
      told('5m'),
    ],
    ['both alike', write({ cacheWrite5mTokens: rateOf('4'), cacheWrite1hTokens: rateOf('4') }), 'priced', '4', []],
    ['a free 5m', write({ cacheWrite5mTokens: rateOf('0'), inputTokens: input }), 'priced', '0', told('5m')],
    [
      'a free 5m, said to be 1h',
      write({ cacheWrite5mTokens: rateOf('0'), inputTokens: input }, oneHour),
      'provisional',
      '3',
      [],
    ],
    ['none', write({ inputTokens: input }), 'provisional', '3', []],
    ['none, nor an input', write({ outputTokens: input }), 'provisional', '0.012', []],
  ];
  for (const [rates, priced, status, costUsd, notes] of table) {
    it(`makes 1,000 tokens without a TTL ${status} at ${costUsd} USD where the model has ${rates}`, () => {
      expect([priced.status, usdToString(priced.costUsd), priced.notes]).to.deep.equal([status, costUsd, notes]);
    });
  }

  const long = (longContextSince: string, timestamp: string): string => {
    const change = { longContextAboveTokens: 10, longContextSince };
    const rows = [...rowsOf({ inputTokens: rateOf('1') }), ...rowsOf({ inputTokens: rateOf('2') }, 'long')];
    const prompt = invocationOf({ modelId: 'x.y', timestamp, ...withCounts({ inputTokenCount: 1000 }) });
    return usdToString(costOf(prompt, withModel({ ...change, rows }, {})).costUsd);
  };
  it('has the standard rates for long prompts before that day', () => {
    expect(long('2026-08-03', '2026-08-02T23:59:59Z')).to.equal('1');
    expect(long('2026-08-03', '2026-08-03T00:00:00Z')).to.equal('2');
  });

  it('refuses a day that is none', () => {
    expect(() => long('2026-02-30', '2026-08-03T00:00:00Z')).to.throw(RangeError, /x\.y longContextSince/);
  });
});

function rateOf(usdPer1000: string): Rate {
  return { usdPer1000, source: 'list' };
}

function rowsOf(rates: RateRow['rates'], contextSize: RateRow['contextSize'] = 'standard'): readonly RateRow[] {
  const place = { regions: ['us-east-1'], scope: 'regional', tier: 'standard', effectiveFrom: '2026-01-01' } as const;
  return [{ ...place, contextSize, rates }];
}
