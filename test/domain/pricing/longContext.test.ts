import { expect } from 'chai';
import { costOf, type Cost } from '../../../domain/pricing/cost.js';
import { usdToString } from '../../../domain/money.js';
import { createPriceBook } from '../../../domain/pricing/priceBook.js';
import { withPriceRows, type TableRate } from '../../../domain/priceList/priceTable.js';
import { tableRate, TEST_PRICES } from './prices.js';
import { invocationOf, withCounts } from '../invocations/records.js';

const book = createPriceBook(TEST_PRICES);

describe('costOf a long prompt of a model without a threshold in the book', () => {
  const long = { contextSize: 'long' } as const;
  const output = { ...long, dimension: 'outputTokens' } as const;
  const live = (
    rates: readonly TableRate[],
    inputTokenCount: number,
    body: Readonly<Record<string, unknown>> = {},
  ): Cost => {
    const key = { modelId: 'amazon.nova-micro-v1:0', region: 'us-east-1', scope: 'regional' } as const;
    const merged = withPriceRows(book, () => ({ ...key, rates, source: 'live' }));
    return costOf(invocationOf(withCounts({ inputTokenCount }, 1000, body)), merged);
  };
  const effectiveFrom = '2026-01-01';
  const dear = [tableRate('0.0001', { ...long, effectiveFrom }), tableRate('0.0003', { ...output, effectiveFrom })];
  const flex = { tier: 'flex', ...long, effectiveFrom } as const;
  const table: readonly (readonly [string, Cost, string, number])[] = [
    ['goes by the list above 200,000 tokens', live(dear, 200_001), '0.0203001', 1],
    ['goes by the standard rate at 200,000', live(dear, 200_000), '0.00714', 0],
    ['goes by the standard rate where the list has none', live([], 300_000), '0.01064', 0],
    ['goes by the standard rate where the list lacks one', live(dear.slice(0, 1), 200_001), '0.0201401', 1],
    [
      'is never cheaper than the standard rate',
      live([tableRate('0.00001', { ...long, effectiveFrom }), ...dear.slice(1)], 200_000 + 1),
      '0.007300035',
      1,
    ],
    ['goes by the factor of a tier', live(dear, 200_001, { serviceTier: { type: 'flex' } }), '0.01015005', 1],
    [
      'goes by the own rate of a tier',
      live([...dear, tableRate('0.0002', flex)], 200_001, { serviceTier: { type: 'flex' } }),
      '0.0401502',
      1,
    ],
    [
      'takes a dimension that only long context has',
      live([...dear, tableRate('1', { ...long, dimension: 'cacheWrite1hTokens', effectiveFrom })], 200_001),
      '0.0203001',
      1,
    ],
  ];
  for (const [what, found, expected, notes] of table) {
    it(what, () => {
      expect([found.status, usdToString(found.costUsd), found.notes.length]).to.deep.equal(['priced', expected, notes]);
    });
  }

  it('says so', () => {
    expect(live(dear, 200_001).notes).to.deep.equal([
      'long-context rates above 200000 tokens, the usual threshold, for the book has none',
    ]);
  });

  it('leaves a model with a threshold to itself', () => {
    const key = { modelId: 'anthropic.claude-sonnet-4-20250514-v1:0', region: 'us-east-1', scope: 'regional' } as const;
    const rates = [tableRate('0.004', { ...long, effectiveFrom })];
    const merged = withPriceRows(book, () => ({ ...key, rates, source: 'live' }));
    const found = costOf(
      invocationOf({ modelId: key.modelId, ...withCounts({ inputTokenCount: 200_001 }, 0) }),
      merged,
    );
    expect([usdToString(found.costUsd), found.notes]).to.deep.equal(['0.800004', []]);
  });
});
