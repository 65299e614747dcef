import { expect } from 'chai';
import fc from 'fast-check';
import { periodAt } from '../../../domain/calendar/periodAt.js';
import type { PeriodRule } from '../../../domain/calendar/schedule.js';
import { DAY_MS, formatInstant, parseInstant, type Instant } from '../../../domain/instant.js';

const at = (iso: string): Instant => parseInstant(iso) ?? Number.NaN;

const WEEK: PeriodRule = { every: 'week', weekStart: 'monday' };
const MONTH: PeriodRule = { every: 'month' };
const DAY: PeriodRule = { every: 'day' };
const days = (count: number): PeriodRule => ({ every: 'days', days: count });
const quarter = (month: number, day: number): PeriodRule => ({ every: 'quarter', fiscalStart: { month, day } });
const year = (month: number, day: number): PeriodRule => ({ every: 'year', fiscalStart: { month, day } });

describe('the period of an instant', () => {
  const anchor = at('2026-03-05T15:00:00Z');
  const table: readonly (readonly [string, PeriodRule, string, string, string, string])[] = [
    [
      'a month of winter',
      MONTH,
      'Europe/Berlin',
      '2026-12-15T12:00:00Z',
      '2026-11-30T23:00:00Z',
      '2026-12-31T23:00:00Z',
    ],
    [
      'its last instant',
      MONTH,
      'Europe/Berlin',
      '2026-11-30T22:59:59Z',
      '2026-10-31T23:00:00Z',
      '2026-11-30T23:00:00Z',
    ],
    ['its first', MONTH, 'Europe/Berlin', '2026-11-30T23:00:00Z', '2026-11-30T23:00:00Z', '2026-12-31T23:00:00Z'],
    [
      'a month that summer time ends in',
      MONTH,
      'Europe/Berlin',
      '2026-10-26T00:00:00Z',
      '2026-09-30T22:00:00Z',
      '2026-10-31T23:00:00Z',
    ],
    [
      'a day of 23 hours',
      DAY,
      'America/New_York',
      '2026-03-08T12:00:00Z',
      '2026-03-08T05:00:00Z',
      '2026-03-09T04:00:00Z',
    ],
    ['a day of 25 hours', DAY, 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    [
      'a day of 24.5 hours',
      DAY,
      'Australia/Lord_Howe',
      '2026-04-05T03:00:00Z',
      '2026-04-04T13:00:00Z',
      '2026-04-05T13:30:00Z',
    ],
    [
      'a day without midnight',
      DAY,
      'Africa/Cairo',
      '2026-04-24T12:00:00Z',
      '2026-04-23T22:00:00Z',
      '2026-04-24T21:00:00Z',
    ],
    [
      'a day after a day that was left out',
      DAY,
      'Pacific/Apia',
      '2011-12-30T10:00:00Z',
      '2011-12-30T10:00:00Z',
      '2011-12-31T10:00:00Z',
    ],
    ['the day before it', DAY, 'Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29T10:00:00Z', '2011-12-30T10:00:00Z'],
    [
      'clocks set back across midnight',
      DAY,
      'America/St_Johns',
      '2010-11-07T03:00:00Z',
      '2010-11-07T02:30:00Z',
      '2010-11-08T03:30:00Z',
    ],
    ['a week', WEEK, 'UTC', '2026-11-28T12:00:00Z', '2026-11-23T00:00:00Z', '2026-11-30T00:00:00Z'],
    [
      'a week from Sunday, over New Year',
      { every: 'week', weekStart: 'sunday' },
      'America/New_York',
      '2027-01-01T12:00:00Z',
      '2026-12-27T05:00:00Z',
      '2027-01-03T05:00:00Z',
    ],
    ['a quarter', quarter(1, 1), 'UTC', '2026-11-28T12:00:00Z', '2026-10-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    [
      'a quarter of a fiscal year from April 6',
      quarter(4, 6),
      'Europe/London',
      '2026-10-05T22:59:59Z',
      '2026-07-05T23:00:00Z',
      '2026-10-05T23:00:00Z',
    ],
    [
      'a quarter of a fiscal year from December',
      quarter(12, 1),
      'UTC',
      '2026-01-15T00:00:00Z',
      '2025-12-01T00:00:00Z',
      '2026-03-01T00:00:00Z',
    ],
    ['a year', year(1, 1), 'Asia/Tokyo', '2028-02-29T12:00:00Z', '2027-12-31T15:00:00Z', '2028-12-31T15:00:00Z'],
    [
      'a fiscal year, the day before it begins',
      year(4, 6),
      'Europe/London',
      '2026-04-05T22:59:59Z',
      '2025-04-05T23:00:00Z',
      '2026-04-05T23:00:00Z',
    ],
    [
      'a fiscal year from the end of February',
      year(2, 28),
      'UTC',
      '2028-02-29T00:00:00Z',
      '2028-02-28T00:00:00Z',
      '2029-02-28T00:00:00Z',
    ],
    ['thirty days', days(30), 'UTC', '2026-04-04T00:00:00Z', '2026-04-04T00:00:00Z', '2026-05-04T00:00:00Z'],
    [
      'thirty days, before the anchor',
      days(30),
      'UTC',
      '2026-03-04T23:59:59Z',
      '2026-02-03T00:00:00Z',
      '2026-03-05T00:00:00Z',
    ],
    [
      'thirty days over a change of clocks',
      days(30),
      'Europe/Berlin',
      '2026-03-29T12:00:00Z',
      '2026-03-04T23:00:00Z',
      '2026-04-03T22:00:00Z',
    ],
    ['a leap day', days(1), 'UTC', '2028-02-29T12:00:00Z', '2028-02-29T00:00:00Z', '2028-03-01T00:00:00Z'],
    [
      'a law that took effect at midnight',
      MONTH,
      'Europe/Moscow',
      '2014-10-26T12:00:00Z',
      '2014-09-30T20:00:00Z',
      '2014-10-31T21:00:00Z',
    ],
  ];
  for (const [what, period, timeZone, instant, start, end] of table) {
    it(`is right for ${what}`, () => {
      const found = periodAt({ period, timeZone }, anchor, at(instant));
      expect([formatInstant(found.start), formatInstant(found.end)]).to.deep.equal([start, end]);
    });
  }

  it('of days in UTC is the one stretch of them that it lies in, before and after the anchor', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 366 }), fc.integer({ min: -1e12, max: 1e12 }), (count, offset) => {
        const midnight = Date.UTC(2026, 0, 1);
        const instant = midnight + offset;
        const { start, end } = periodAt({ period: days(count), timeZone: 'UTC' }, midnight + 5000, instant);
        expect(start <= instant && instant < end).to.equal(true);
        expect(end - start).to.equal(count * DAY_MS);
        expect(Math.abs((start - midnight) % (count * DAY_MS))).to.equal(0);
      }),
    );
  });

  /**
   * Every zone over all of 2020 to 2040 in months, quarters, years and stretches of 97 days; in days and weeks every zone
   * over the days around each of its changes of clocks, and of one that has none over a month.
   */
  describe('partitions time', () => {
    const FROM = Date.UTC(2020, 0, 1);
    const TO = Date.UTC(2041, 0, 1);
    const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC'];

    const walk = (period: PeriodRule, timeZone: string, from: Instant, to: Instant): void => {
      let current = periodAt({ period, timeZone }, FROM, from);
      while (current.start < to) {
        const { start, end } = current;
        const where = `${timeZone} ${JSON.stringify(period)} ${formatInstant(start)}`;
        if (!(start < end)) expect.fail(`${where}: ends at ${formatInstant(end)}`);
        for (const inside of [start, start + Math.floor((end - start) * 0.37), end - 1]) {
          const found = periodAt({ period, timeZone }, FROM, inside);
          if (found.start !== start || found.end !== end)
            expect.fail(`${where}: ${formatInstant(inside)} is elsewhere`);
        }
        current = periodAt({ period, timeZone }, FROM, end);
        if (current.start !== end) expect.fail(`${where}: the next begins at ${formatInstant(current.start)}`);
      }
    };

    it('in every zone from 2020 to 2040, in months, quarters, years and days', function () {
      this.timeout(0);
      expect(zones.length).to.be.greaterThan(400);
      for (const timeZone of zones) {
        for (const period of [MONTH, quarter(4, 6), year(2, 28), days(97)]) walk(period, timeZone, FROM, TO);
      }
    });

    it('in every zone day by day and week by week, around its changes of clocks', function () {
      this.timeout(0);
      for (const timeZone of zones) {
        const around = changesOf(timeZone, FROM, TO).filter((_, index) => index % 5 === 0);
        for (const change of around.length === 0 ? [FROM] : around) {
          walk(DAY, timeZone, change - 3 * DAY_MS, change + 3 * DAY_MS);
          walk({ every: 'week', weekStart: 'sunday' }, timeZone, change - 8 * DAY_MS, change + 8 * DAY_MS);
          walk(days(1), timeZone, change - 3 * DAY_MS, change + 3 * DAY_MS);
        }
      }
    });
  });
});

/** The days on which a zone's offset differs from the week before. */
function changesOf(timeZone: string, from: Instant, to: Instant): readonly Instant[] {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset', year: 'numeric' });
  const offset = (instant: Instant): string =>
    format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const changes: Instant[] = [];
  for (let day = from, last = offset(from); day < to; day += 7 * DAY_MS) {
    const current = offset(day);
    if (current !== last) changes.push(day - 3.5 * DAY_MS);
    last = current;
  }
  return changes;
}
