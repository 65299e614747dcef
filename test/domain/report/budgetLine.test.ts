import { expect } from 'chai';
import type { Budget } from '../../../domain/budget/budget.js';
import type { BudgetPolicy } from '../../../domain/budget/budgetPolicy.js';
import { DAY_MS } from '../../../domain/instant.js';
import { usdToString } from '../../../domain/money.js';
import { budgetLineOf } from '../../../domain/report/budgetLine.js';
import { NOON, open, POLICY, spend, step, tell, type Step } from '../budget/histories.js';

const LATER = NOON + 5 * DAY_MS;
const OBSERVED: BudgetPolicy = { ...POLICY, enforcement: 'observe' };

function budgetAfter(steps: readonly Step[], policy = POLICY): Budget {
  const budget = tell(steps, policy).at(-1)?.after;
  if (budget === undefined) throw new Error('no budget');
  return budget;
}

describe('budgetLineOf', () => {
  const exemption = { by: 'arn:aws:iam::444455556666:user/op', reason: 'incident', at: NOON, until: undefined };

  it('tells what was spent beyond the limit', () => {
    const line = budgetLineOf('444455556666', budgetAfter([open(), spend('12.5', NOON)]), POLICY, LATER);
    expect(usdToString(line.overshootUsd)).to.equal('2.5');
    expect([line.reachesLimitAt, line.wouldBeSuspended]).to.deep.equal([undefined, false]);
  });

  it('tells when the limit is reached', () => {
    const line = budgetLineOf('444455556666', budgetAfter([open(), spend('5', NOON)]), POLICY, LATER);
    expect(line.reachesLimitAt).to.be.greaterThan(LATER);
    expect(usdToString(line.overshootUsd)).to.equal('0');
  });

  it('tells neither of who is exempt, by a rule or by hand', () => {
    for (const spent of ['5', '12.5']) {
      const budget = budgetAfter([open(), spend(spent, NOON)]);
      const byRule = budgetLineOf('444455556666', budget, { ...POLICY, enforcement: 'exempt' }, LATER);
      const exempt = { ...budget, overrides: { ...budget.overrides, exemption } };
      const byHand = budgetLineOf('444455556666', exempt, POLICY, LATER);
      for (const { overshootUsd, reachesLimitAt } of [byRule, byHand]) {
        expect([usdToString(overshootUsd), reachesLimitAt]).to.deep.equal(['0', undefined]);
      }
    }
  });

  it('tells who would be suspended, and what that would have prevented', () => {
    const reviews = [step('ReviewBudget', NOON + 1000), step('ReviewBudget', NOON + DAY_MS)];
    const steps = [open(), spend('11', NOON), ...reviews, spend('2', NOON + DAY_MS + 1)];
    const line = budgetLineOf('444455556666', budgetAfter(steps, OBSERVED), OBSERVED, LATER);
    expect(line.wouldBeSuspended).to.equal(true);
    expect(usdToString(line.notPreventedUsd)).to.equal('2');
  });
});
