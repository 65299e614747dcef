import { expect } from 'chai';
import { nextTime } from '../../../local/events/schedule.js';

/** Wednesday. */
const AFTER = '2026-04-15T10:07:30Z';

/** The examples of “Setting a schedule pattern for scheduled rules” first; the next two times of each. */
const TIMES: readonly (readonly [string, string, string])[] = [
  ['cron(0 10 * * ? *)', '2026-04-16T10:00', '2026-04-17T10:00'],
  ['cron(15 12 * * ? *)', '2026-04-15T12:15', '2026-04-16T12:15'],
  ['cron(0 18 ? * MON-FRI *)', '2026-04-15T18:00', '2026-04-16T18:00'],
  ['cron(0 8 1 * ? *)', '2026-05-01T08:00', '2026-06-01T08:00'],
  ['cron(0/15 * * * ? *)', '2026-04-15T10:15', '2026-04-15T10:30'],
  ['cron(0/10 * ? * MON-FRI *)', '2026-04-15T10:10', '2026-04-15T10:20'],
  ['cron(0/5 8-17 ? * MON-FRI *)', '2026-04-15T10:10', '2026-04-15T10:15'],
  // Over midnight, but of the days it names: no Saturday morning, and Monday from midnight.
  ['cron(0/30 20-2 ? * MON-FRI *)', '2026-04-15T20:00', '2026-04-15T20:30'],
  ['cron(30 23-1 ? * FRI *)', '2026-04-17T00:30', '2026-04-17T01:30'],
  ['cron(0 20-4/4 ? * FRI-SUN *)', '2026-04-17T00:00', '2026-04-17T04:00'],
  ['cron(1/10 23 * * ? *)', '2026-04-15T23:01', '2026-04-15T23:11'],
  ['cron(* * * * ? *)', '2026-04-15T10:08', '2026-04-15T10:09'],
  ['cron(0 9 ? * 3#2 *)', '2026-05-12T09:00', '2026-06-09T09:00'],
  ['cron(0 9 ? * WED#5 *)', '2026-04-29T09:00', '2026-07-29T09:00'],
  ['cron(15 10 ? * 6L 2026-2027)', '2026-04-24T10:15', '2026-05-29T10:15'],
  ['cron(0 0 L * ? *)', '2026-04-30T00:00', '2026-05-31T00:00'],
  ['cron(0 0 L FEB ? 2027,2028)', '2027-02-28T00:00', '2028-02-29T00:00'],
  ['cron(0 0 ? * L *)', '2026-04-18T00:00', '2026-04-25T00:00'],
  // The third of May 2026 is a Sunday, that of June a Wednesday.
  ['cron(0 0 3W * ? *)', '2026-05-04T00:00', '2026-06-03T00:00'],
  // The first of August 2026 is a Saturday.
  ['cron(0 0 1W AUG,SEP ? *)', '2026-08-03T00:00', '2026-09-01T00:00'],
  // The 31st of May 2026 is a Sunday; June has none.
  ['cron(0 0 31W 5-7 ? *)', '2026-05-29T00:00', '2026-07-31T00:00'],
  ['cron(0 0 15W AUG ? *)', '2026-08-14T00:00', '2027-08-16T00:00'],
  ['cron(0 0 29 2 ? *)', '2028-02-29T00:00', '2032-02-29T00:00'],
  ['cron(30,5 6/6 1-31/10 jan-jun/2 ? *)', '2026-05-01T06:05', '2026-05-01T06:30'],
  ['cron(0 0 ? * SUN,3-4,SAT *)', '2026-04-18T00:00', '2026-04-19T00:00'],
  ['cron(0 0 1 1 ? 2030/10)', '2030-01-01T00:00', '2040-01-01T00:00'],
];

/** What EventBridge refuses, and what is not known here. */
const REFUSED: readonly string[] = [
  'cron(0 0 1 1 ? 2030-2026)',
  'cron(0 2 * * * *)',
  'cron(0 2 ? * ? *)',
  'cron(0 2 1 * MON *)',
  'cron(0 2 * * ?)',
  'cron(0 2 * * ? * *)',
  'cron(60 2 * * ? *)',
  'cron(0 24 * * ? *)',
  'cron(0 0 0 * ? *)',
  'cron(0 0 32 * ? *)',
  'cron(0 0 1 13 ? *)',
  'cron(0 0 ? * 0 *)',
  'cron(0 0 ? * 8 *)',
  'cron(0 0 1 1 ? 1969)',
  'cron(0 0 1 1 ? 2200)',
  'cron(0/0 0 * * ? *)',
  'cron(0/60 0 * * ? *)',
  'cron(0/5/5 0 * * ? *)',
  'cron(1-2-3 0 * * ? *)',
  'cron(, 0 * * ? *)',
  'cron(? 0 * * ? *)',
  'cron(L 0 * * ? *)',
  'cron(0 0 1W,15W * ? *)',
  'cron(0 0 L,1 * ? *)',
  'cron(0 0 W * ? *)',
  'cron(0 0 ? * 3#1,6#3 *)',
  'cron(0 0 ? * 3#6 *)',
  'cron(0 0 ? * #2 *)',
  'cron(0 0 ? * 2/2 *)',
  'cron(0 0 ? * FOO *)',
  'cron(0 0 1 MON ? *)',
  'cron(0 0 LW * ? *)',
  'cron(0 0 L-3 * ? *)',
  'cron()',
  'rate(1 minutes)',
  'rate(5 minute)',
  'rate(0 minutes)',
  'rate(-1 hours)',
  'rate(1.5 hours)',
  'rate(5 seconds)',
  'rate(5 weeks)',
  'rate(5minutes)',
  'rate(5)',
  'at(2026-05-01T00:00:00)',
  '5 minutes',
  '',
];

describe('nextTime', () => {
  for (const [expression, ...times] of TIMES) {
    it(`follows ${expression}`, () => {
      const first = nextTime(expression, Date.parse(AFTER));
      const found = [first, nextTime(expression, first)].map((time) => new Date(time).toISOString().slice(0, 16));
      expect(found).to.deep.equal(times);
    });
  }

  for (const expression of REFUSED) {
    it(`refuses ${expression === '' ? 'nothing at all' : expression}`, () => {
      expect(() => nextTime(expression, Date.parse(AFTER))).to.throw(RangeError, `${expression}: `);
    });
  }

  for (const expression of ['cron(0 0 1 1 ? 2020)', 'cron(0 0 30 2 ? *)', 'cron(0 0 31W 4,6 ? *)']) {
    it(`has nothing left of ${expression}`, () => {
      expect(() => nextTime(expression, Date.parse(AFTER))).to.throw(RangeError, `${expression}: `);
    });
  }

  const rates: readonly (readonly [string, string])[] = [
    ['rate(1 minute)', '2026-04-15T10:08:10Z'],
    ['rate(5 minutes)', '2026-04-15T10:11:10Z'],
    ['rate(1 hour)', '2026-04-15T11:01:10Z'],
    ['rate(12 hours)', '2026-04-15T15:01:10Z'],
    ['rate(1 day)', '2026-04-16T03:01:10Z'],
    ['rate(30 days)', '2026-05-14T03:01:10Z'],
  ];
  for (const [expression, next] of rates) {
    it(`counts ${expression} from the creation of the rule`, () => {
      const created = Date.parse('2026-04-14T03:01:10Z');
      expect(nextTime(expression, Date.parse(AFTER), created)).to.equal(Date.parse(next));
    });
  }

  it('runs a rate one period after the creation for the first time', () => {
    expect(nextTime('rate(5 minutes)', 1_000)).to.equal(301_000);
    expect(nextTime('rate(5 minutes)', 301_000, 1_000)).to.equal(601_000);
    expect(nextTime('rate(5 minutes)', 300_999, 1_000)).to.equal(301_000);
    expect(nextTime('rate(5 minutes)', 0, 1_000)).to.equal(301_000);
  });
});
