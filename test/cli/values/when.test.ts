import { expect } from 'chai';
import fc from 'fast-check';
import { deadlineOf, durationOf, sinceOf, untilOf, zoneOf, type Here } from '../../../cli/values/when.js';
import { UserError } from '../../../cli/userError.js';
import { DAY_MS, formatInstant, MINUTE_MS, parseInstant } from '../../../domain/instant.js';

const BERLIN = 'Europe/Berlin';

/** A Wednesday in Berlin, and in UTC still Tuesday. */
const NOW = at('2026-10-27T23:30:00Z');
const HERE: Here = { now: NOW, timeZone: BERLIN };
const UTC: Here = { now: NOW, timeZone: 'UTC' };

function at(text: string): number {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`not an instant: ${text}`);
  return instant;
}

type Reader = (text: string, place: string, here: Here) => number;
type Row = readonly [text: string, here: Here, expected: string];

function reads(reader: Reader, rows: readonly Row[]): void {
  for (const [text, here, expected] of rows) {
    it(`reads ${text} in ${here.timeZone} on ${new Date(here.now).toISOString()}`, () => {
      expect(new Date(reader(text, '--x', here)).toISOString()).to.equal(new Date(at(expected)).toISOString());
    });
  }
}

/** The clocks of Berlin go back on Sunday 2026-10-25 (25 hours) and forward on 2026-03-29 (23 hours). */
const AFTER_AUTUMN: Here = { now: at('2026-10-26T11:00:00Z'), timeZone: BERLIN };
const BEFORE_AUTUMN: Here = { now: at('2026-10-24T12:00:00Z'), timeZone: BERLIN };
const IN_SPRING: Here = { now: at('2026-03-29T12:00:00Z'), timeZone: BERLIN };

describe('sinceOf', () => {
  reads(sinceOf, [
    ['today', HERE, '2026-10-27T23:00:00Z'],
    ['today', UTC, '2026-10-27T00:00:00Z'],
    ['yesterday', HERE, '2026-10-26T23:00:00Z'],
    ['wednesday', HERE, '2026-10-27T23:00:00Z'],
    ['wednesday', UTC, '2026-10-21T00:00:00Z'],
    ['Friday', HERE, '2026-10-22T22:00:00Z'],
    ['FRIDAY', HERE, '2026-10-22T22:00:00Z'],
    ['monday', HERE, '2026-10-25T23:00:00Z'],
    ['sunday', HERE, '2026-10-24T22:00:00Z'],
    ['thursday', HERE, '2026-10-21T22:00:00Z'],
    ['sunday', AFTER_AUTUMN, '2026-10-24T22:00:00Z'],
    ['today', IN_SPRING, '2026-03-28T23:00:00Z'],
    ['2026-10-25', HERE, '2026-10-24T22:00:00Z'],
    ['2026-10-26', HERE, '2026-10-25T23:00:00Z'],
    ['2024-02-29', UTC, '2024-02-29T00:00:00Z'],
    ['1969-12-29', UTC, '1969-12-29T00:00:00Z'],
    // A time is one of the clock, whatever the calendar does.
    ['1d', AFTER_AUTUMN, '2026-10-25T11:00:00Z'],
    ['3d', HERE, '2026-10-24T23:30:00Z'],
    ['5m', HERE, '2026-10-27T23:25:00Z'],
    ['90s', HERE, '2026-10-27T23:28:30Z'],
    ['2w', HERE, '2026-10-13T23:30:00Z'],
    ['2026-10-27T18:00:00+01:00', HERE, '2026-10-27T17:00:00Z'],
  ]);
});

describe('untilOf', () => {
  reads(untilOf, [
    ['today', HERE, '2026-10-28T23:00:00Z'],
    ['monday', HERE, '2026-10-26T23:00:00Z'],
    ['sunday', AFTER_AUTUMN, '2026-10-25T23:00:00Z'],
    ['2026-10-25', HERE, '2026-10-25T23:00:00Z'],
    ['2026-03-29', IN_SPRING, '2026-03-29T22:00:00Z'],
    ['2026-12-31', UTC, '2027-01-01T00:00:00Z'],
    ['1h', HERE, '2026-10-27T22:30:00Z'],
    ['2026-10-27T18:00:00Z', HERE, '2026-10-27T18:00:00Z'],
  ]);

  it('ends a day where the next begins, in every zone and of every day', () => {
    const zones = fc.constantFrom(BERLIN, 'UTC', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia');
    fc.assert(
      fc.property(zones, fc.integer({ min: 15_000, max: 25_000 }), (timeZone, day) => {
        const dateOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);
        const here = { now: NOW, timeZone };
        expect(untilOf(dateOf(day), '--x', here)).to.equal(sinceOf(dateOf(day + 1), '--x', here));
      }),
    );
  });
});

describe('deadlineOf', () => {
  reads(deadlineOf, [
    ['friday', HERE, '2026-10-30T23:00:00Z'],
    ['wednesday', HERE, '2026-10-28T23:00:00Z'],
    ['tuesday', HERE, '2026-11-03T23:00:00Z'],
    ['tuesday', UTC, '2026-10-28T00:00:00Z'],
    ['sunday', BEFORE_AUTUMN, '2026-10-25T23:00:00Z'],
    ['today', IN_SPRING, '2026-03-29T22:00:00Z'],
    ['tomorrow', HERE, '2026-10-29T23:00:00Z'],
    ['3d', HERE, '2026-10-30T23:30:00Z'],
    ['2026-10-28', HERE, '2026-10-28T23:00:00Z'],
    ['2026-10-27T23:30:00.001Z', HERE, '2026-10-27T23:30:00.001Z'],
  ]);

  for (const text of [
    '2026-10-27',
    '2020-01-01',
    'yesterday',
    '0d',
    '2026-10-27T23:30:00Z',
    '2026-10-28T00:30:00+01:00',
  ]) {
    it(`refuses ${text}, which is over`, () => {
      expect(() => deadlineOf(text, '--until', HERE)).to.throw(UserError, `--until: "${text}" is over`);
    });
  }

  it('refuses what has no year of four digits, which budget-status could not read', () => {
    for (const [text, isFine] of [
      ['9999-12-30', true],
      ['9999-12-31', false],
      ['99999w', true],
    ] as const) {
      const read = (): number => deadlineOf(text, '--until', UTC);
      if (isFine) expect(parseInstant(formatInstant(read()))).to.equal(read());
      else expect(read).to.throw(UserError, `--until: "${text}" is after the year 9999`);
    }
  });

  it('is after now, at most eight days, on the day of the name, whatever the weekday', () => {
    const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
    const nows = fc.integer({ min: NOW - 400 * DAY_MS, max: NOW + 400 * DAY_MS });
    fc.assert(
      fc.property(nows, fc.constantFrom(...days), (now, day) => {
        const until = deadlineOf(day, '--x', { now, timeZone: BERLIN });
        expect(until - now).to.be.within(1, 7 * DAY_MS + 60 * MINUTE_MS);
        const name = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: BERLIN }).format(until - 1);
        expect(name.toLowerCase()).to.equal(day);
      }),
    );
  });
});

describe('durationOf', () => {
  const durations: readonly (readonly [string, number])[] = [
    ['90s', 90_000],
    ['5m', 5 * MINUTE_MS],
    ['3h', 180 * MINUTE_MS],
    ['3d', 3 * DAY_MS],
    ['2w', 14 * DAY_MS],
    ['99999w', 99_999 * 7 * DAY_MS],
  ];
  for (const [text, expected] of durations) {
    it(`reads ${text}`, () => {
      expect(durationOf(text, '--wait')).to.equal(expected);
    });
  }
  for (const text of ['0m', '', '5', 'm', '3x', '-5m', '1.5h', '5 m', '5M', '5mm', '100000s', 'toString']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const problem = `--wait: ${JSON.stringify(text)} is not a time such as 90s, 5m, 3h, 3d or 2w`;
      expect(() => durationOf(text, '--wait')).to.throw(UserError, problem);
    });
  }
});

describe('all of them', () => {
  const bad = ['', '3x', '2026-02-30', '2026-2-3', '2026-13-01', '30.02.2026', '2026-10-27T18:00:00', 'fri', 'now'];
  for (const reader of [sinceOf, untilOf, deadlineOf]) {
    for (const text of [...bad, '-3d', '1e3d', 'constructor', 'toString', '__proto__']) {
      it(`${reader.name} refuses ${JSON.stringify(text)} and shows the forms`, () => {
        expect(() => reader(text, '--until', HERE)).to.throw(
          UserError,
          `--until: ${JSON.stringify(text)} is not a date (`,
        );
      });
    }
  }
});

describe('zoneOf', () => {
  it('takes a zone of the tz database, and that of the shell by default', () => {
    expect(zoneOf(BERLIN)).to.equal(BERLIN);
    expect(zoneOf(undefined)).to.equal(new Intl.DateTimeFormat().resolvedOptions().timeZone);
  });
  for (const [text, nearest] of [
    ['europe/berlin', 'Europe/Berlin'],
    ['Europe/Berlim', 'Europe/Berlin'],
    ['+01:00', ''],
  ] as const) {
    it(`refuses ${text} with the nearest`, () => {
      expect(() => zoneOf(text)).to.throw(
        UserError,
        `--time-zone: "${text}" is not a time zone; the nearest is ${nearest}`,
      );
    });
  }
});
