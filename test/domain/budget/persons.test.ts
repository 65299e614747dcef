import { expect } from 'chai';
import type { Budget } from '../../../domain/budget/budget.js';
import type { BudgetPolicy } from '../../../domain/budget/budgetPolicy.js';
import { decide } from '../../../domain/budget/decide.js';
import { evolve } from '../../../domain/budget/evolve.js';
import { MINUTE_MS } from '../../../domain/instant.js';
import { usd } from '../../../domain/money.js';
import { NOON, open, POLICY, report, spend, step, tell, type Step } from './histories.js';

const PERSONS: BudgetPolicy = { ...POLICY, personRoles: ['AWSReservedSSO_*', 'user*'], personPolicies: 1 };
const WITHOUT: BudgetPolicy = { ...PERSONS, personPolicies: 0 };
const HOUR_MS = 60 * MINUTE_MS;
const LATER = NOON + HOUR_MS;

function after(steps: readonly Step[], policy: BudgetPolicy = PERSONS): Budget {
  const budget = tell(steps, policy).at(-1)?.after;
  if (budget === undefined) throw new Error('no budget');
  return budget;
}

/** What a command does to a budget: types of events, and the budget after them. */
function done(
  budget: Budget,
  { command, now }: Step,
  policy: BudgetPolicy,
): { types: readonly string[]; budget: Budget } {
  const decision = decide(command, budget, policy, now);
  if (decision.kind === 'rejected') throw new Error(decision.reason);
  return { types: decision.events.map(({ type }) => type), budget: decision.events.reduce(evolve, budget) };
}

function spendAs(role: string, session: string, at: number): Step {
  return { command: { type: 'RecordSpend', spend: [{ at, costUsd: usd('1'), caller: { role, session } }] }, now: at };
}

describe('the budget of a person', () => {
  it('is active where the stack can deny persons, and alerts only where it cannot', () => {
    expect(after([open('10', 'person')]).status).to.equal('active');
    expect(after([open('10', 'person')], WITHOUT).status).to.equal('alert_only');
  });

  it('becomes enforceable with the setting, and goes on from there', () => {
    const spent = after([open('10', 'person'), spend('12', NOON)], WITHOUT);
    const review = step('ReviewBudget', LATER);
    const { types, budget } = done(spent, review, PERSONS);
    expect(types).to.deep.equal(['EnforceabilityChanged', 'ThresholdReached', 'GraceStarted']);
    expect(budget.status).to.equal('grace');
    expect(done(budget, review, PERSONS).types).to.deep.equal([]);
  });

  it('alerts only once the setting is gone, its suspension ended first', () => {
    const suspended = after(
      [
        open('10', 'person'),
        spend('12', NOON),
        step('SuspendAccess', NOON),
        report.suspensionBegun(NOON),
        report.suspended(NOON),
      ],
      PERSONS,
    );
    // An operator's suspension only an operator ends.
    expect(done(suspended, step('ReviewBudget', LATER), WITHOUT).types).to.not.include('RestorationStarted');
    const grace = after([open('10', 'person'), spend('12', NOON), step('ReviewBudget', NOON)]);
    const ended = done(grace, step('ReviewBudget', NOON + 1), WITHOUT);
    expect(ended.types).to.deep.equal(['GraceCancelled']);
    expect(done(ended.budget, step('ReviewBudget', NOON + 2), WITHOUT).budget.status).to.equal('alert_only');
  });

  it('cannot be suspended by hand without a policy', () => {
    const decision = decide({ type: 'SuspendAccess' }, after([open('10', 'person')], WITHOUT), WITHOUT, NOON);
    expect(decision).to.deep.include({ kind: 'rejected' });
  });

  it('keeps by which roles and spellings the person was seen, each once, at most forty, for good', () => {
    const many = Array.from({ length: 50 }, (_, index) => spendAs('r', `Ana${index}`, NOON + index));
    const budget = after([open('1000', 'person'), spendAs('r', 'Ana0', NOON), ...many]);
    expect(budget.sightings).to.have.length(40);
    expect(budget.sightings[0]).to.equal('r/Ana0');
    expect(budget.sessions).to.deep.equal([]);
    const fresh = done(budget, step('RefreshBudget', NOON + 31 * 24 * HOUR_MS), PERSONS);
    expect(fresh.budget.sightings).to.have.length(40);
  });

  it('is denied anew under each new spelling, and for the same one only once', () => {
    const begun = [open('1', 'person'), spendAs('r', 'ana', NOON), spend('5', NOON), step('SuspendAccess', NOON)];
    let budget = after([...begun, report.suspensionBegun(NOON), report.suspended(NOON)]);
    const told: string[] = [];
    for (const session of ['ANA', 'Ana', 'Ana', 'aNa']) {
      const spent = done(budget, spendAs('r', session, LATER), PERSONS);
      const again = done(spent.budget, step('ReviewBudget', LATER), PERSONS);
      told.push(`${session}: ${[...spent.types.slice(1), ...again.types].join(' ')}`);
      const execution = `e-${session}`;
      budget = [report.suspensionBegun(NOON, execution), report.suspended(NOON, execution)].reduce(
        (current, one) => (again.budget.status === 'suspending' ? done(current, one, PERSONS).budget : current),
        again.budget,
      );
    }
    expect(told).to.deep.equal([
      'ANA: SpendAfterSuspension ThresholdReached SuspensionStarted',
      'Ana: SpendAfterSuspension SuspensionStarted',
      'Ana: SpendAfterSuspension',
      'aNa: SpendAfterSuspension SuspensionStarted',
    ]);
  });
});

describe('the budget of a role that many people use', () => {
  it('is released once its people have budgets of their own', () => {
    const role = { principalId: 'arn:aws:iam::444455556666:role/user-team', accountType: 'iam_role' } as const;
    const opened: Step = {
      command: { type: 'OpenBudget', principal: role, tagLimitUsd: usd('1'), seenAt: NOON },
      now: NOON,
    };
    const policy = { ...PERSONS, personRoles: [], gracePeriodSeconds: 0 };
    const steps = [
      opened,
      spend('5', NOON),
      step('ReviewBudget', NOON),
      report.suspensionBegun(NOON),
      report.suspended(NOON),
    ];
    const suspended = after(steps, policy);
    expect(suspended.status).to.equal('suspended');
    const released = done(suspended, step('ReviewBudget', LATER), PERSONS);
    expect(released.types).to.deep.equal(['RestorationStarted']);
  });
});
