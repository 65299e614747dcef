import { expect } from 'chai';
import fc from 'fast-check';
import type { Budget } from '../../../domain/budget/budget.js';
import { DAY_MS, MINUTE_MS, type Instant } from '../../../domain/instant.js';
import { forecastOf } from '../../../domain/report/forecast.js';
import { close, NOON, open, report, spend, step, tell, type Step } from '../budget/histories.js';

/** The period of these budgets: 30 days from the midnight before noon. */
const START = NOON - DAY_MS / 2;
const END = START + 30 * DAY_MS;

function budgetAfter(...steps: readonly Step[]): Budget {
  const budget = tell(steps).at(-1)?.after;
  if (budget === undefined) throw new Error('no budget');
  return budget;
}

const spent = (amount: string, limit = '10'): Budget => budgetAfter(open(limit), spend(amount, NOON));

describe('forecastOf', () => {
  const cases: readonly (readonly [string, Budget, Instant, Instant | undefined])[] = [
    ['half the limit in ten days: the rest in ten more', spent('5'), START + 10 * DAY_MS, START + 20 * DAY_MS],
    ['four fifths in four days', spent('8'), START + 4 * DAY_MS, START + 5 * DAY_MS],
    ['another limit, another day', spent('8', '40'), START + 4 * DAY_MS, START + 20 * DAY_MS],
    ['exactly at the reset: not in this period', spent('5'), START + 15 * DAY_MS, undefined],
    ['a millisecond before the reset', spent('5'), START + 15 * DAY_MS - 1, END - 2],
    ['a part of a millisecond counts as one', spent('3'), START + 1000, START + 3334],
    ['nothing spent', budgetAfter(open()), START + DAY_MS, undefined],
    ['at the limit already', spent('10'), START + DAY_MS, undefined],
    ['over it already', spent('12'), START + DAY_MS, undefined],
    ['as the period begins', spent('5'), START, undefined],
    ['as the period ends', spent('5'), END, undefined],
    ['after the period', spent('5'), END + DAY_MS, undefined],
    ['of a deleted principal', budgetAfter(open(), spend('5', NOON), close(NOON + 1)), START + 10 * DAY_MS, undefined],
  ];
  for (const [what, budget, now, expected] of cases) {
    it(`${expected === undefined ? 'gives none' : 'gives the instant'}: ${what}`, () => {
      expect(forecastOf(budget, now)).to.equal(expected);
    });
  }

  it('gives none where access is cut by hand below the limit', () => {
    const later = NOON + MINUTE_MS;
    const steps = [step('SuspendAccess', later), report.suspensionBegun(later), report.suspended(later)];
    const budget = budgetAfter(open(), spend('5', NOON), ...steps);
    expect(budget.status).to.equal('suspended');
    expect(forecastOf(budget, START + 10 * DAY_MS)).to.equal(undefined);
  });

  it('is later than now and before the reset, whatever was spent', () => {
    const cents = fc.integer({ min: 1, max: 999 });
    fc.assert(
      fc.property(cents, fc.integer({ min: 1, max: 30 * DAY_MS - 1 }), (amount, elapsed) => {
        const now = START + elapsed;
        const at = forecastOf(spent((amount / 100).toFixed(2)), now);
        if (at !== undefined) expect(at).to.be.within(now + 1, END - 1);
      }),
    );
  });
});
