import { expect } from 'chai';
import { usdToString, type Usd } from '../../domain/money.js';
import { createPriceBook } from '../../domain/priceBook.js';
import { refreshRow, type RefreshedRow } from '../../domain/priceRefresh.js';
import type { PriceRow, TableRate } from '../../domain/priceTable.js';
import { tableRate as rate, TEST_PRICES } from './prices.js';

const NOW = Date.UTC(2026, 10, 24);
const book = createPriceBook(TEST_PRICES);

function row(...rates: readonly TableRate[]): PriceRow {
  return { modelId: 'amazon.nova-micro-v1:0', region: 'us-east-1', scope: 'regional', rates, source: 'live' };
}

function shown({ row: written, held }: RefreshedRow): readonly string[] {
  const kept = (written?.rates ?? []).map((each) => `${each.dimension} ${each.tier} ${usdToString(each.usdPer1000)}`);
  const from = (amount: Usd | undefined): string => (amount === undefined ? 'nothing' : usdToString(amount));
  return [
    ...kept,
    ...held.map(({ reason, fromUsdPer1000, toUsdPer1000 }) => {
      return `held ${reason}: ${from(fromUsdPer1000)} to ${from(toUsdPer1000)}`;
    }),
  ];
}

describe('refreshRow on the first fill', () => {
  const batchOutput = { tier: 'batch', dimension: 'outputTokens' } as const;
  const table: readonly (readonly [string, TableRate, readonly string[]])[] = [
    ['takes the rate of the book', rate('0.000035'), ['inputTokens standard 0.000035']],
    ['takes a rate near it', rate('0.00007'), ['inputTokens standard 0.00007']],
    ['holds one far above', rate('0.035'), ['held up more than threefold: 0.000035 to 0.035']],
    ['holds one far below', rate('0.00001'), ['held down more than threefold: 0.000035 to 0.00001']],
    [
      'goes by the own row of a tier',
      rate('0.00007', { tier: 'batch' }),
      ['held up more than threefold: 0.00002 to 0.00007'],
    ],
    [
      'goes by the factor of a tier else',
      rate('0.0003', batchOutput),
      ['held up more than threefold: 0.00007 to 0.0003'],
    ],
    [
      'holds what lies beyond all bounds',
      rate('5', { contextSize: 'long' }),
      [`held a first rate outside all known bounds: nothing to 5`],
    ],
    ['takes a first rate within them', rate('40', { dimension: 'images' }), ['images standard 40']],
    [
      'takes a first rate of a tier within them',
      rate('0.001', { contextSize: 'long', tier: 'flex' }),
      ['inputTokens flex 0.001'],
    ],
  ];
  for (const [what, found, expected] of table) {
    it(what, () => {
      expect(shown(refreshRow(row(found), undefined, book, NOW))).to.deep.equal(expected);
    });
  }

  it('writes no row of nothing', () => {
    expect(refreshRow(row(rate('0.035')), undefined, book, NOW).row).to.equal(undefined);
  });
});

describe('refreshRow over a row in use', () => {
  it('compares with the row, not with the book', () => {
    const answer = refreshRow(row(rate('0.0004')), row(rate('0.0002')), book, NOW);
    expect(shown(answer)).to.deep.equal(['inputTokens standard 0.0004']);
    expect(answer.row?.source).to.equal('live');
  });

  it('keeps the old rate where it holds the new one', () => {
    const answer = refreshRow(row(rate('0.009')), row(rate('0.0002', { effectiveFrom: '2026-10-01' })), book, NOW);
    expect(shown(answer)).to.deep.equal([
      'inputTokens standard 0.0002',
      'held up more than threefold: 0.0002 to 0.009',
    ]);
    expect(answer.row?.rates[0]?.effectiveFrom).to.equal('2026-10-01');
    expect(answer.row?.source).to.equal('live; some rates from before');
    expect(answer.held[0]).to.deep.include({ modelId: 'amazon.nova-micro-v1:0', dimension: 'inputTokens' });
  });

  it('lets a rate pass that a newer book states itself', () => {
    const answer = refreshRow(row(rate('0.000035')), row(rate('0.0002')), book, NOW);
    expect(shown(answer)).to.deep.equal(['inputTokens standard 0.000035']);
  });

  it('keeps a rate that was not found again', () => {
    const answer = refreshRow(row(rate('0.00004')), row(rate('0.0001', { dimension: 'outputTokens' })), book, NOW);
    expect(shown(answer)).to.deep.equal(['inputTokens standard 0.00004', 'outputTokens standard 0.0001']);
    expect(answer.row?.source).to.equal('live; some rates from before');
  });

  it('keeps the first day of a rate that did not change, and takes the day of one that did', () => {
    const before = row(rate('0.00004', { effectiveFrom: '2026-10-01' }));
    const day = (found: TableRate): string | undefined =>
      refreshRow(row(found), before, book, NOW).row?.rates[0]?.effectiveFrom;
    expect(day(rate('0.00004'))).to.equal('2026-10-01');
    expect(day(rate('0.00005'))).to.equal('2026-11-01');
    expect(day(rate('0.00004', { effectiveFrom: '2026-09-01' }))).to.equal('2026-09-01');
  });

  it('changes nothing when it is repeated', () => {
    const found = row(rate('0.00005'), rate('9', { dimension: 'outputTokens' }));
    const first = refreshRow(found, row(rate('0.00004'), rate('0.0001', { dimension: 'outputTokens' })), book, NOW);
    expect(refreshRow(found, first.row, book, NOW)).to.deep.equal(first);
  });
});
