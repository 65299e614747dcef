import { expect } from 'chai';
import { readSchedule, type GivenSchedule } from '../../../domain/calendar/readSchedule.js';
import {
  isSameSchedule,
  longestDays,
  parsePeriod,
  periodText,
  type PeriodRule,
  type Schedule,
} from '../../../domain/calendar/schedule.js';
import { formatInZone, startOfDay } from '../../../domain/calendar/zonedTime.js';

const OTHERWISE: Schedule = { period: { every: 'days', days: 30 }, timeZone: 'UTC' };

describe('the calendar of a rule', () => {
  const good: readonly (readonly [GivenSchedule, string])[] = [
    [{}, '30 days UTC'],
    [{ timeZone: 'Europe/Berlin' }, '30 days Europe/Berlin'],
    [{ period: { days: 14 } }, '14 days UTC'],
    [{ period: { days: '366' } }, '366 days UTC'],
    [{ period: 'daily' }, 'daily UTC'],
    [{ period: 'weekly' }, 'weekly from monday UTC'],
    [{ period: 'weekly', weekStart: 'sunday' }, 'weekly from sunday UTC'],
    [{ period: 'monthly', timeZone: 'America/Argentina/ComodRivadavia' }, 'monthly America/Argentina/ComodRivadavia'],
    [{ period: 'quarterly' }, 'quarterly from 01-01 UTC'],
    [{ period: 'yearly', fiscalStart: '04-06', timeZone: 'Europe/London' }, 'yearly from 04-06 Europe/London'],
    ...['Asia/Kolkata', 'Europe/Kyiv', 'UTC', 'Etc/GMT+5', 'America/Port_of_Spain', 'US/Eastern', 'Asia/Ust-Nera'].map(
      (timeZone) => [{ timeZone }, `30 days ${timeZone}`] as const,
    ),
  ];
  for (const [given, expected] of good) {
    it(`is read from ${JSON.stringify(given)}`, () => {
      const problems: string[] = [];
      const { period, timeZone } = readSchedule(given, OTHERWISE, problems);
      expect(problems).to.deep.equal([]);
      expect(`${periodText(period)} ${timeZone}`).to.equal(expected);
      expect(parsePeriod(periodText(period))).to.deep.equal(period);
    });
  }

  const bad: readonly (readonly [GivenSchedule, string])[] = [
    [{ timeZone: 'Europe/berlin' }, 'timeZone: "Europe/berlin" is not a time zone; the nearest is Europe/Berlin'],
    [{ timeZone: 'utc' }, 'timeZone: "utc" is not a time zone; the nearest is UTC'],
    [{ timeZone: 'Europe/Berlni' }, 'timeZone: "Europe/Berlni" is not a time zone; the nearest is Europe/Berlin'],
    [{ timeZone: 'Asia/kolkata' }, 'timeZone: "Asia/kolkata" is not a time zone; the nearest is Asia/Kolkata'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone: "Mars/Olympus" is not a time zone; the nearest is Asia/Almaty'],
    [{ timeZone: '+02:00' }, 'timeZone: "+02:00" is not a time zone; the nearest is UTC'],
    [{ timeZone: '' }, 'timeZone: "" is not a time zone; the nearest is UTC'],
    [{ timeZone: 2 }, 'timeZone: 2 is not a time zone, such as Europe/Berlin'],
    [
      { period: 'montly' },
      'period: "montly" is not daily, weekly, monthly, quarterly, yearly or {days: N}; the nearest is monthly',
    ],
    [{ period: 30 }, 'period: 30 is not daily, weekly, monthly, quarterly, yearly or {days: N}'],
    ...[{ days: 0 }, { days: 367 }, { days: 1.5 }, { days: '007' }, { days: null }, {}, { days: 3, weeks: 2 }].map(
      (period) => [{ period }, `period: ${JSON.stringify(period)} is not {days: N}, N from 1 to 366`] as const,
    ),
    [
      { period: 'weekly', weekStart: 'Sunday' },
      'weekStart: "Sunday" is not monday, tuesday, wednesday, thursday, friday, saturday, sunday',
    ],
    [{ weekStart: 'sunday' }, 'weekStart: only a weekly period has one'],
    [{ period: 'monthly', fiscalStart: '04-01' }, 'fiscalStart: only a quarterly or yearly period has one'],
    ...['02-29', '13-01', '04-00', '4-1', 'april', 401].map(
      (fiscalStart) =>
        [
          { period: 'yearly', fiscalStart },
          `fiscalStart: ${JSON.stringify(fiscalStart)} is not MM-DD with a day from 01 to 28, such as 04-01`,
        ] as const,
    ),
  ];
  for (const [given, problem] of bad) {
    it(`is refused in ${JSON.stringify(given)}`, () => {
      const problems: string[] = [];
      readSchedule(given, OTHERWISE, problems);
      expect(problems).to.deep.equal([problem]);
    });
  }

  it('is as long as its longest period', () => {
    const days = (given: GivenSchedule): number => longestDays(readSchedule(given, OTHERWISE, []));
    const words = ['daily', 'weekly', 'monthly', 'quarterly', 'yearly'];
    expect(words.map((period) => days({ period }))).to.deep.equal([1, 7, 31, 92, 366]);
    expect(days({ period: { days: 97 } })).to.equal(97);
  });

  it('is the same if period and zone are', () => {
    const monthly: PeriodRule = { every: 'month' };
    expect(isSameSchedule(OTHERWISE, { period: { every: 'days', days: 30 }, timeZone: 'UTC' })).to.equal(true);
    expect(isSameSchedule(OTHERWISE, { ...OTHERWISE, period: monthly })).to.equal(false);
    expect(isSameSchedule(OTHERWISE, { ...OTHERWISE, timeZone: 'Europe/Berlin' })).to.equal(false);
  });

  for (const text of [
    '',
    'weekly',
    '0 days',
    'weekly from noon',
    'yearly from 02-29',
    'quarterly from 13-01',
    'fortnightly',
  ]) {
    it(`has no period ${JSON.stringify(text)}`, () => {
      expect(parsePeriod(text)).to.equal(undefined);
    });
  }
});

describe('a time in a zone', () => {
  const instant = Date.UTC(2026, 10, 30, 23);

  it('is written with its offset and zone', () => {
    expect(formatInZone('Europe/Berlin', instant)).to.equal('2026-12-01T00:00:00+01:00[Europe/Berlin]');
    expect(formatInZone('UTC', instant)).to.equal('2026-11-30T23:00:00+00:00[UTC]');
  });

  it('belongs to a day that begins at midnight there', () => {
    expect(startOfDay('Europe/Berlin', instant + 5)).to.equal(instant);
    expect(startOfDay('UTC', instant)).to.equal(Date.UTC(2026, 10, 30));
  });
});
