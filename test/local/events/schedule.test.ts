import { expect } from 'chai';
import fc from 'fast-check';
import { DAY_MS, MINUTE_MS } from '../../../domain/instant.js';
import { compileSchedule } from '../../../local/events/schedule.js';

const CREATED = Date.parse('2026-04-14T03:01:10Z');
const AFTER = Date.parse('2026-04-15T10:07:30Z');

const NEXT: readonly (readonly [string, string])[] = [
  ['rate(1 minute)', '2026-04-15T10:08:10Z'],
  ['rate(5 minutes)', '2026-04-15T10:11:10Z'],
  ['rate(1 hour)', '2026-04-15T11:01:10Z'],
  ['rate(12 hours)', '2026-04-15T15:01:10Z'],
  ['rate(1 day)', '2026-04-16T03:01:10Z'],
  ['rate(30 days)', '2026-05-14T03:01:10Z'],
  ['cron(0 2 * * ? *)', '2026-04-16T02:00:00Z'],
  ['cron(7 10 * * ? *)', '2026-04-16T10:07:00Z'],
  ['cron(08 10 * * ? *)', '2026-04-15T10:08:00Z'],
  ['cron(59 23 * * ? *)', '2026-04-15T23:59:00Z'],
];

const REFUSED: readonly string[] = [
  'rate(1 minutes)',
  'rate(5 minute)',
  'rate(0 minutes)',
  'rate(-1 hours)',
  'rate(1.5 hours)',
  'rate(5 seconds)',
  'rate(5minutes)',
  'rate(99999999999999999 days)',
  'cron(60 2 * * ? *)',
  'cron(0 24 * * ? *)',
  'cron(0/15 2 * * ? *)',
  'cron(0 8-17 * * ? *)',
  'cron(* 2 * * ? *)',
  'cron(0 2 1 * ? *)',
  'cron(0 2 * JAN ? *)',
  'cron(0 2 ? * MON-FRI *)',
  'cron(0 2 * * ? 2027)',
  'cron(0 2 * * * *)',
  'cron(0 2 * * ?)',
  'cron()',
  'at(2026-05-01T00:00:00)',
  '5 minutes',
  '',
];

describe('compileSchedule', () => {
  for (const [expression, next] of NEXT) {
    it(`follows ${expression}`, () => {
      expect(compileSchedule(expression)(AFTER, CREATED)).to.equal(Date.parse(next));
    });
  }

  for (const expression of REFUSED) {
    it(`refuses ${expression === '' ? 'nothing at all' : expression}`, () => {
      expect(() => compileSchedule(expression)).to.throw(RangeError, `schedule ${expression}: `);
    });
  }

  const instant = fc.integer({ min: Date.UTC(2023, 0), max: Date.UTC(2032, 0) });

  it('runs a rate at the first multiple of its period after the creation that is later', () => {
    const rate = fc.tuple(fc.integer({ min: 2, max: 100 }), fc.constantFrom('minutes', 'hours', 'days'));
    fc.assert(
      fc.property(rate, instant, instant, ([value, unit], after, created) => {
        const period = value * { minutes: MINUTE_MS, hours: 60 * MINUTE_MS, days: DAY_MS }[unit];
        const next = compileSchedule(`rate(${value} ${unit})`)(after, created);
        expect((next - created) % period).to.equal(0);
        expect(next).to.be.greaterThan(Math.max(after, created));
        expect(next - period).to.be.at.most(Math.max(after, created));
      }),
    );
  });

  it('runs a daily cron at its time of each day, whenever the rule was created', () => {
    const time = fc.tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }));
    fc.assert(
      fc.property(time, instant, instant, ([minute, hour], after, created) => {
        const next = compileSchedule(`cron(${minute} ${hour} * * ? *)`)(after, created);
        expect(next).to.be.greaterThan(after);
        expect(next - DAY_MS).to.be.at.most(after);
        expect(next % DAY_MS).to.equal((60 * hour + minute) * MINUTE_MS);
      }),
    );
  });
});
