import { expect } from 'chai';
import type { BudgetPolicy } from '../../../domain/budget/budgetPolicy.js';
import { evolve } from '../../../domain/budget/evolve.js';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../domain/instant.js';
import { usdToString, ZERO_USD } from '../../../domain/money.js';
import { changeLimit, NOON, open, POLICY, report, spend, step, tell, type Step, type Told } from './histories.js';

const GRACE_OVER = NOON + MINUTE_MS + 300 * SECOND_MS;
const NEXT_PERIOD = Date.UTC(2026, 6, 1);

/** Given a history, what its last step did. */
function last(steps: readonly Step[], policy: BudgetPolicy = POLICY): Told {
  const told = tell(steps, policy).at(-1);
  if (told === undefined) throw new Error('an empty history');
  return told;
}

function eventTypes(told: Told): readonly string[] {
  return told.events.map((event) => (event.type === 'ThresholdReached' ? event.threshold : event.type));
}

const toGrace = [open(), spend('10', NOON), step('ReviewBudget', NOON + MINUTE_MS)];
const toSuspending = [...toGrace, step('ReviewBudget', GRACE_OVER)];
const toSuspended = [...toSuspending, report.suspensionBegun(GRACE_OVER), report.suspended(GRACE_OVER)];

describe('a budget', () => {
  it('opens at midnight UTC with nothing spent', () => {
    const { after } = last([open()]);
    expect(after).to.deep.include({ status: 'active', thresholdState: 'normal', refreshCount: 0 });
    expect(after?.period).to.deep.equal({ start: Date.UTC(2026, 5, 1), end: NEXT_PERIOD });
  });

  it('opens once', () => {
    expect(last([open(), open()]).rejection).to.equal('the budget is open already');
  });

  it('is alert only for a principal that cannot be suspended', () => {
    expect(last([open('10', 'sso_role')]).after?.status).to.equal('alert_only');
  });

  it('has to be open for anything else', () => {
    expect(last([step('ReviewBudget', NOON)]).rejection).to.equal('there is no budget');
    const event = {
      type: 'SpendRecorded',
      at: NOON,
      principalId: 'p',
      spentUsd: ZERO_USD,
      limitUsd: ZERO_USD,
      refreshesAt: NOON,
      timeZone: 'UTC',
    } as const;
    expect(() => evolve(undefined, { ...event, costUsd: ZERO_USD })).to.throw(
      TypeError,
      'SpendRecorded before BudgetOpened',
    );
  });
});

describe('thresholds', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['6.99', []],
    ['7', ['warning']],
    ['9', ['critical']],
    ['9.99', ['critical']],
    ['10', ['exceeded', 'GraceStarted']],
    ['25', ['exceeded', 'GraceStarted']],
  ];
  for (const [cost, expected] of table) {
    it(`are announced by the highest of them when one batch brings ${cost} of 10`, () => {
      expect(eventTypes(last([open(), spend(cost, NOON), step('ReviewBudget', NOON)]))).to.deep.equal(expected);
    });
  }

  it('are announced once a period', () => {
    const told = last([
      open(),
      spend('7', NOON),
      step('ReviewBudget', NOON),
      spend('1', NOON),
      step('ReviewBudget', NOON),
    ]);
    expect(told.events).to.deep.equal([]);
  });

  it('are announced again in the next period', () => {
    const told = last([
      open(),
      spend('7', NOON),
      step('ReviewBudget', NOON),
      spend('8', NEXT_PERIOD),
      step('ReviewBudget', NEXT_PERIOD),
    ]);
    expect(eventTypes(told)).to.deep.equal(['warning']);
  });

  it('carry the numbers that caused them', () => {
    const [event] = last([open(), spend('7.5', NOON), step('ReviewBudget', NOON)]).events;
    expect(event).to.deep.include({
      type: 'ThresholdReached',
      threshold: 'warning',
      percent: 70,
      enforceable: true,
      at: NOON,
    });
    expect(event === undefined ? '' : `${usdToString(event.spentUsd)} of ${usdToString(event.limitUsd)}`).to.equal(
      '7.5 of 10',
    );
  });

  it('say when the grace ends that begins with them, and the grace that they say so', () => {
    const [reached, grace] = last(toGrace).events;
    expect(reached).to.include({ type: 'ThresholdReached', graceDeadline: GRACE_OVER });
    expect(grace).to.include({ type: 'GraceStarted', isAnnounced: true });
    const again = [...toGrace, changeLimit('20', NOON), changeLimit('5', NOON), step('ReviewBudget', NOON)];
    expect(last(again).events.map(({ type }) => type)).to.deep.equal(['GraceStarted']);
    expect(last(again).events[0]).to.include({ isAnnounced: false });
  });

  it('say so when nothing can be enforced, and start no grace', () => {
    const told = last([open('10', 'root'), spend('20', NOON), step('ReviewBudget', NOON)]);
    expect(eventTypes(told)).to.deep.equal(['exceeded']);
    expect(told.events.every((event) => event.type === 'ThresholdReached' && !event.enforceable)).to.equal(true);
  });
});

describe('grace', () => {
  it('ends at its deadline in suspension, not before', () => {
    expect(last(toGrace).after).to.deep.include({ status: 'grace', graceDeadline: GRACE_OVER });
    expect(last([...toGrace, step('ReviewBudget', GRACE_OVER - 1)]).events).to.deep.equal([]);
    expect(last(toSuspending).events).to.have.nested.property('[0].reason', 'grace-over');
    expect(last(toSuspending).after).to.not.have.property('graceDeadline');
  });

  it('is skipped at the hard stop, also when it has begun', () => {
    const policy = { ...POLICY, hardStopPercent: 150 };
    const reason = (steps: readonly Step[]): unknown => last(steps, policy).events.at(-1);
    expect(reason([open(), spend('15', NOON), step('ReviewBudget', NOON)])).to.include({ reason: 'hard-stop' });
    expect(reason([...toGrace, spend('5', NOON), step('ReviewBudget', NOON + 1)])).to.include({ reason: 'hard-stop' });
    expect(last(toGrace, policy).after?.status).to.equal('grace');
  });

  it('is skipped when it has no length', () => {
    const told = last(toGrace, { ...POLICY, gracePeriodSeconds: 0 });
    expect(told.events.at(-1)).to.include({ type: 'SuspensionStarted', reason: 'no-grace' });
  });

  it('is cancelled by a raised limit, a new period and by hand', () => {
    const cancelled = (next: Step): unknown =>
      last([...toGrace, next]).events.find(({ type }) => type === 'GraceCancelled');
    expect(cancelled(changeLimit('20', NOON))).to.include({ reason: 'limit-raised' });
    expect(cancelled(step('ReviewBudget', NEXT_PERIOD))).to.include({ reason: 'refreshed' });
    expect(cancelled(step('RestoreAccess', NOON))).to.include({ reason: 'restored-by-hand' });
  });

  it('goes on under a limit that is still exceeded', () => {
    const told = last([...toGrace, changeLimit('9', NOON)]);
    expect(eventTypes(told)).to.deep.equal(['LimitChanged']);
    expect(told.after?.status).to.equal('grace');
  });

  it('does not begin again in a period after a restoration by hand, but under a new limit and in the next period', () => {
    const byHand = [...toGrace, step('RestoreAccess', NOON), spend('5', NOON)];
    expect(last([...byHand, step('ReviewBudget', NOON)]).events).to.deep.equal([]);
    const lowered = [...byHand, changeLimit('12', NOON), step('ReviewBudget', NOON)];
    expect(eventTypes(last(lowered))).to.deep.equal(['GraceStarted']);
    const nextPeriod = [...byHand, spend('10', NEXT_PERIOD), step('ReviewBudget', NEXT_PERIOD)];
    expect(eventTypes(last(nextPeriod)).at(-1)).to.equal('GraceStarted');
  });
});

describe('suspension', () => {
  it('is in force once the workflow confirms it', () => {
    expect(last(toSuspended).after?.status).to.equal('suspended');
    expect(last([...toSuspended, report.suspended(GRACE_OVER, 'e2')]).rejection).to.equal('the budget is suspended');
  });

  it('never refuses the fact of more spend', () => {
    const told = last([...toSuspended, spend('3', GRACE_OVER)]);
    expect(told.after?.status).to.equal('suspended');
    expect(told.after === undefined ? '' : usdToString(told.after.spentUsd)).to.equal('13');
  });

  for (const look of ['ReviewBudget', 'RefreshBudget'] as const) {
    it(`ends with its period, by ${look}`, () => {
      const told = last([...toSuspended, step(look, NEXT_PERIOD)]);
      expect(eventTypes(told)).to.deep.equal(['PeriodStarted', 'RestorationStarted']);
      expect(told.events).to.have.nested.property('[1].reason', 'refreshed');
    });
  }

  it('outlives a period that a call ahead of the clock has ended, until the period is there', () => {
    const early = [...toSuspended, spend('1', NEXT_PERIOD, NEXT_PERIOD - MINUTE_MS)];
    expect(last(early).after).to.include({ status: 'suspended' });
    expect(last(early).after?.period.start).to.equal(NEXT_PERIOD);
    const reviewed = last([...early, step('ReviewBudget', NEXT_PERIOD)]);
    expect(reviewed.events).to.have.nested.property('[0].reason', 'refreshed');
    expect(reviewed.after?.status).to.equal('restoring');
  });

  it('stays when the refresh job comes before the period ends', () => {
    expect(last([...toSuspended, step('RefreshBudget', NEXT_PERIOD - 1)]).events).to.deep.equal([]);
  });

  it('is lifted by the refresh and the confirmation that access is back', () => {
    const restored = last([
      ...toSuspended,
      step('RefreshBudget', NEXT_PERIOD),
      report.restorationBegun(NEXT_PERIOD),
      report.restored(NEXT_PERIOD),
    ]);
    expect(restored.after).to.deep.include({ status: 'active', thresholdState: 'normal', refreshCount: 1 });
    expect(last([...toSuspended, report.restored(NOON)]).rejection).to.equal('the budget is suspended');
  });

  it('is lifted by a raised limit and by hand', () => {
    expect(last([...toSuspended, changeLimit('20', NOON)]).events.at(-1)).to.include({
      type: 'RestorationStarted',
      reason: 'limit-raised',
    });
    expect(last([...toSuspended, step('RestoreAccess', NOON)]).events.at(-1)).to.include({
      reason: 'restored-by-hand',
    });
    expect(last([open(), step('RestoreAccess', NOON)]).rejection).to.equal('there is nothing to restore: active');
    expect(last([...toSuspended, changeLimit('0', NOON)]).rejection).to.equal('a limit is more than zero');
  });

  it('that is still under way when its period ends is undone', () => {
    const told = last([...toSuspending, report.suspensionBegun(GRACE_OVER), report.suspended(NEXT_PERIOD)]);
    expect(eventTypes(told)).to.deep.equal(['PeriodStarted', 'RestorationStarted']);
  });
});

describe('spend', () => {
  it('of a closed period is late: counted, and charged to no other period', () => {
    const told = last([open(), spend('4', NOON), spend('2', NEXT_PERIOD - 1, NEXT_PERIOD + 1)]);
    expect(eventTypes(told)).to.deep.equal(['PeriodStarted', 'LateSpendRecorded']);
    expect([told.after?.spentUsd, told.after?.lateSpentUsd].map(String)).to.deep.equal(['0', '2']);
  });

  it('of one batch is told apart by its own instants', () => {
    const both = [
      { at: NEXT_PERIOD - 1, costUsd: ZERO_USD.plus('1') },
      { at: NEXT_PERIOD, costUsd: ZERO_USD.plus('2') },
    ];
    const told = last([open(), { command: { type: 'RecordSpend', spend: both }, now: NEXT_PERIOD + 1 }]);
    expect([told.after?.spentUsd, told.after?.lateSpentUsd].map(String)).to.deep.equal(['2', '1']);
  });

  it('stamped by a clock a little ahead opens its period early', () => {
    const told = last([open(), spend('2', NEXT_PERIOD + 1, NEXT_PERIOD - 1)]);
    expect(told.after?.period.start).to.equal(NEXT_PERIOD);
  });

  it('leaves the period where it is when a slower clock comes after', () => {
    const ahead = [open(), spend('2', NEXT_PERIOD + 1, NEXT_PERIOD - 1)];
    expect(last([...ahead, step('ReviewBudget', NEXT_PERIOD - 1)]).events).to.deep.equal([]);
    expect(eventTypes(last([...ahead, spend('3', NEXT_PERIOD - 1)]))).to.deep.equal(['LateSpendRecorded']);
  });

  it('stamped years ahead closes nothing and is not lost', () => {
    const told = last([open(), spend('2', NOON + 3650 * DAY_MS, NOON)]);
    expect(told.after?.period.start).to.equal(Date.UTC(2026, 5, 1));
    expect(String(told.after?.spentUsd)).to.equal('2');
  });

  it('of nothing is no event', () => {
    expect(last([open(), spend('0', NOON)]).events).to.deep.equal([]);
  });

  it('skips periods without calls in one step', () => {
    const told = last([open(), spend('4', NOON), spend('2', NEXT_PERIOD + 95 * DAY_MS)]);
    expect(eventTypes(told)).to.deep.equal(['PeriodStarted', 'SpendRecorded']);
    expect(told.after).to.include({ refreshCount: 1 });
  });
});
