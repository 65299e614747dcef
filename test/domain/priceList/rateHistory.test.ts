import { expect } from 'chai';
import fc from 'fast-check';
import { DAY_MS, formatInstant } from '../../../domain/instant.js';
import { usd, usdToString } from '../../../domain/money.js';
import type { TableRate } from '../../../domain/priceList/priceTable.js';
import { MAX_EARLIER, withHistory } from '../../../domain/priceList/rateHistory.js';
import { tableRate } from '../pricing/prices.js';

const FOREVER = Number.NEGATIVE_INFINITY;

/** `PRICE DAY` of each refresh, as the table holds them after the last one. */
function after(refreshes: readonly string[], keepFrom = FOREVER): readonly string[] {
  let known: TableRate | undefined;
  for (const refresh of refreshes) {
    const [price = '', effectiveFrom = ''] = refresh.split(' ');
    known = withHistory(tableRate(price, { effectiveFrom }), known, keepFrom);
  }
  const { earlier = [], ...current } = known ?? tableRate('0');
  return [current, ...earlier].map((rate) => `${usdToString(rate.usdPer1000)} ${rate.effectiveFrom}`);
}

describe('withHistory', () => {
  const table: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['a first rate', ['1 2026-10-01'], ['1 2026-10-01']],
    ['a rise', ['1 2026-10-01', '2 2026-11-01'], ['2 2026-11-01', '1 2026-10-01']],
    ['a fall', ['2 2026-10-01', '1 2026-11-01'], ['1 2026-11-01', '2 2026-10-01']],
    ['a day moved without another price', ['1 2026-10-01', '1 2026-11-01', '1 2026-12-01'], ['1 2026-10-01']],
    ['a first day that turns out earlier', ['1 2026-10-01', '1 2026-09-01'], ['1 2026-09-01']],
    [
      'there and back',
      ['1 2026-10-01', '2 2026-11-01', '1 2026-11-05'],
      ['1 2026-11-05', '2 2026-11-01', '1 2026-10-01'],
    ],
    ['a price withdrawn, under its old day', ['1 2026-10-01', '2 2026-11-01', '1 2026-10-01'], ['1 2026-10-01']],
    ['a price withdrawn, under a day between', ['1 2026-10-01', '2 2026-11-01', '1 2026-10-09'], ['1 2026-10-01']],
    ['another price for the same day', ['1 2026-10-01', '2 2026-10-01'], ['2 2026-10-01']],
    [
      'a rise after the day had moved',
      ['1 2026-10-01', '1 2026-11-01', '2 2026-11-15', '2 2026-12-01'],
      ['2 2026-11-15', '1 2026-10-01'],
    ],
  ];
  for (const [what, refreshes, expected] of table) {
    it(`keeps ${what}`, () => {
      expect(after(refreshes)).to.deep.equal(expected);
    });
  }

  it('forgets what was out of force at the horizon, and keeps what was in force', () => {
    const refreshes = ['1 2026-08-01', '2 2026-09-01', '3 2026-10-01', '4 2026-11-01'];
    expect(after(refreshes, Date.UTC(2026, 8, 15))).to.deep.equal(['4 2026-11-01', '3 2026-10-01', '2 2026-09-01']);
    expect(after(refreshes, Date.UTC(2026, 9, 1))).to.deep.equal(['4 2026-11-01', '3 2026-10-01']);
    expect(after(refreshes, Date.UTC(2026, 11, 1))).to.deep.equal(['4 2026-11-01']);
  });

  it('is bounded', () => {
    const days = Array.from({ length: 100 }, (_, day) =>
      formatInstant(Date.UTC(2026, 0, 1) + day * DAY_MS).slice(0, 10),
    );
    const kept = after(days.map((day, index) => `${index + 1} ${day}`));
    expect(kept).to.have.length(1 + MAX_EARLIER);
    expect(kept[0]).to.equal('100 2026-04-10');
  });

  it('says of every day what AWS last said of it', () => {
    const dayOf = (day: number): string => `2026-03-${String(day).padStart(2, '0')}`;
    const refresh = fc.record({ price: fc.integer({ min: 1, max: 3 }), day: fc.integer({ min: 1, max: 31 }) });
    fc.assert(
      fc.property(fc.array(refresh, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 31 }), (list, keep) => {
        const said = new Map<number, number>();
        for (const { price, day } of list) for (let each = day; each <= 31; each += 1) said.set(each, price);
        const texts = list.map(({ price, day }) => `${price} ${dayOf(day)}`);
        const kept = after(texts, Date.UTC(2026, 2, keep)).map((text) => text.split(' '));
        for (const [day, price] of said) {
          if (day < keep) continue;
          const inForce = kept.find(([, from = '']) => from <= dayOf(day));
          expect(inForce?.[0], `${texts.join()} on ${dayOf(day)}`).to.equal(String(price));
        }
      }),
    );
  });

  it('keeps nothing but prices and days of the past', () => {
    const anchored = tableRate('1', { anchorUsdPer1000: usd('7') });
    const { earlier } = withHistory(tableRate('2', { effectiveFrom: '2026-12-01' }), anchored, FOREVER);
    expect(earlier?.map((each) => Object.keys(each))).to.deep.equal([['usdPer1000', 'effectiveFrom']]);
  });
});
