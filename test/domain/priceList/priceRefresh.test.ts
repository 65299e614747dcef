import { expect } from 'chai';
import { usd, usdToString, type Usd } from '../../../domain/money.js';
import { createPriceBook } from '../../../domain/pricing/priceBook.js';
import { refreshRow, type RefreshedRow } from '../../../domain/priceList/priceRefresh.js';
import type { PriceRow, TableRate } from '../../../domain/priceList/priceTable.js';
import { tableRate as rate, TEST_PRICES } from '../pricing/prices.js';

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
  it('compares with the book, not with what was in use yesterday', () => {
    const answer = refreshRow(row(rate('0.0002')), row(rate('0.0001')), book, NOW);
    expect(shown(answer)).to.deep.equal([
      'inputTokens standard 0.0001',
      'held up more than threefold: 0.0001 to 0.0002',
    ]);
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

const LONG_CACHE = { dimension: 'cacheReadTokens', contextSize: 'long' } as const;

describe('refreshRow over many refreshes', () => {
  /** What is in use in the end, refreshed by each price in turn. */
  const moved = (prices: readonly string[], start?: PriceRow, place: Partial<TableRate> = {}): string => {
    let current = start;
    for (const price of prices) current = refreshRow(row(rate(price, place)), current, book, NOW).row ?? current;
    return (current?.rates ?? []).map(({ usdPer1000 }) => usdToString(usdPer1000)).join();
  };
  const table: readonly (readonly [string, string])[] = [
    ['0.00009 0.00018 0.0004', '0.00009'],
    ['0.00009 0.000105', '0.000105'],
    ['0.00009 0.0001051', '0.00009'],
    ['0.000025 0.00001 0.000005', '0.000025'],
  ];
  for (const [prices, expected] of table) {
    it(`ends at ${expected} after ${prices}, for the book says 0.000035`, () => {
      expect(moved(prices.split(' '))).to.equal(expected);
    });
  }

  it('compares with the first rate seen where nobody vouches for one', () => {
    expect(moved(['0.001', '0.0025', '0.0031'], undefined, LONG_CACHE)).to.equal('0.0025');
    expect(moved(['0.001', '0.0006', '0.0003'], undefined, LONG_CACHE)).to.equal('0.0006');
  });

  it('takes what an earlier version wrote for vouched for where the book says nothing', () => {
    expect(moved(['0.0025', '0.0031'], row(rate('0.001', LONG_CACHE)), LONG_CACHE)).to.equal('0.0025');
  });

  describe('with an approval', () => {
    const approved = (on: string, price: string): PriceRow => {
      const { dimension, tier, contextSize, usdPer1000 } = rate(price);
      return { ...row(rate('0.00004')), approvals: [{ dimension, tier, contextSize, usdPer1000, on }] };
    };
    it('goes by it, and keeps it', () => {
      const start = approved('2026-11-20', '0.0002');
      expect(moved(['0.0002', '0.0006'], start)).to.equal('0.0006');
      expect(moved(['0.0002', '0.0006', '0.00061'], start)).to.equal('0.0006');
      expect(refreshRow(row(rate('0.0002')), start, book, NOW).row?.approvals).to.deep.equal(start.approvals);
    });
    it('goes by a later book, and by the same day’s approval', () => {
      expect(moved(['0.0002'], approved('2026-10-31', '0.0002'))).to.equal('0.00004');
      expect(moved(['0.0002'], approved('2026-11-01', '0.0002'))).to.equal('0.0002');
    });
    it('lets the rate of the book pass all the same', () => {
      expect(moved(['0.0002', '0.000035'], approved('2026-11-20', '0.0002'))).to.equal('0.000035');
    });
    it('of another rate says nothing of this one', () => {
      const other = {
        ...approved('2026-11-20', '0.0002'),
        approvals: [{ ...rate('0.0002', { tier: 'flex' }), on: '2026-11-20' }],
      };
      expect(moved(['0.0002'], other)).to.equal('0.00004');
    });
  });
});

describe('refreshRow on a rate under the wrong name', () => {
  const batch = { tier: 'batch' } as const;
  const output = { dimension: 'outputTokens' } as const;
  const long = { contextSize: 'long' } as const;
  const BATCH = 'exactly the price of the batch tier';
  const LONG = 'a long-context rate below the one of standard context';
  const table: readonly (readonly [string, readonly TableRate[], readonly TableRate[], readonly string[]])[] = [
    ['the book’s batch rate', [rate('0.00002')], [], [BATCH]],
    ['half the rate of the book', [rate('0.00007', output)], [], [BATCH]],
    ['half the rate in use', [rate('0.000025')], [rate('0.00005')], [BATCH]],
    ['the batch rate found beside it', [rate('0.00003'), rate('0.00003', batch)], [], [BATCH]],
    ['the batch rate in use', [rate('0.00003')], [rate('0.00003', batch)], [BATCH]],
    [
      'the flex rate found beside it',
      [rate('0.00003'), rate('0.00003', { tier: 'flex' })],
      [],
      ['exactly the price of the flex tier'],
    ],
    ['the book’s own rate, whatever batch costs', [rate('0.000035'), rate('0.000035', batch)], [], []],
    ['the batch rate of another dimension', [rate('0.00003'), rate('0.00003', { ...batch, ...output })], [], []],
    ['half of nothing that is known', [rate('0.001', long)], [], []],
    ['long context below standard', [rate('0.00004', long), rate('0.00005')], [], [LONG]],
    ['long context below the standard in use', [rate('0.00004', long)], [rate('0.00005')], [LONG]],
    ['long context below the standard of the book', [rate('0.00003', long)], [], [LONG]],
    ['long context at the standard rate', [rate('0.000035', long), rate('0.000035')], [], []],
    [
      'long context of what has no standard rate',
      [rate('0.00003', { ...long, dimension: 'images', usdPer1000: usd('30') })],
      [],
      [],
    ],
  ];
  for (const [what, found, inUse, expected] of table) {
    it(`${expected.length > 0 ? 'refuses' : 'takes'} ${what}`, () => {
      const answer = refreshRow(row(...found), inUse.length === 0 ? undefined : row(...inUse), book, NOW);
      expect(answer.held.map(({ reason }) => reason)).to.deep.equal(expected);
    });
  }

  it('takes the price of both tiers where the book says that they cost the same', () => {
    const model = { modelId: 'x.y', name: 'Y', provider: 'x', modality: 'text' } as const;
    const place = { regions: ['*'], scope: 'regional', contextSize: 'standard', effectiveFrom: '2026-01-01' } as const;
    const rates = { inputTokens: { usdPer1000: '0.001', source: 'list' } };
    const rows = (['standard', 'batch'] as const).map((tier) => ({ ...place, tier, rates }));
    const alike = createPriceBook({ ...TEST_PRICES, models: [{ ...model, rows }] });
    const found = { ...row(rate('0.0012'), rate('0.0012', batch)), modelId: 'x.y' };
    expect(refreshRow(found, undefined, alike, NOW).held).to.deep.equal([]);
  });

  it('names the row', () => {
    const found = row({ ...rate('0.00002'), sku: 'S', usageType: 'USE1-NovaMicro-input-tokens' } as TableRate);
    expect(refreshRow(found, undefined, book, NOW).held[0]).to.include({
      sku: 'S',
      usageType: 'USE1-NovaMicro-input-tokens',
    });
  });
});
