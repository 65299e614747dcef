import { eventFacts } from '../../../domain/budget/events.js';
import { expect } from 'chai';
import type { Budget } from '../../../domain/budget/budget.js';
import { refreshDueAt, reviewDueAt } from '../../../domain/budget/dueWork.js';
import { evolve } from '../../../domain/budget/evolve.js';
import { DAY_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../../domain/instant.js';
import { usdToString, ZERO_USD } from '../../../domain/money.js';
import { close, correct, NOON, open, POLICY, report, spend, step, tell, type Step, type Told } from './histories.js';

const START = Date.UTC(2026, 5, 1);
const GRACE_OVER = NOON + 300 * SECOND_MS;
const STUCK = GRACE_OVER + 15 * MINUTE_MS;
const NEXT_PERIOD = Date.UTC(2026, 6, 1);
const THREE_DAYS = GRACE_OVER + 3 * DAY_MS;

function last(steps: readonly Step[]): Told {
  const told = tell(steps).at(-1);
  if (told === undefined) throw new Error('an empty history');
  return told;
}

function budgetAfter(steps: readonly Step[]): Budget {
  const { after } = last(steps);
  if (after === undefined) throw new Error('no budget');
  return after;
}

function types(told: Told): readonly string[] {
  return told.events.map(({ type }) => type);
}

const toGrace = [open(), spend('10', NOON), step('ReviewBudget', NOON)];
const toSuspending = [...toGrace, step('ReviewBudget', GRACE_OVER)];
const toRefusable = [...toSuspending, report.suspensionBegun(GRACE_OVER)];
const toSuspended = [...toRefusable, report.suspended(GRACE_OVER)];
const toRestoring = [...toSuspended, step('RestoreAccess', GRACE_OVER)];

describe('the first period', () => {
  it('counts from the day of the first call, also when that arrives days later', () => {
    const late = { ...open('10', 'iam_user', NOON), now: NOON + 3 * DAY_MS };
    expect(budgetAfter([late]).period).to.deep.equal({ start: START, end: NEXT_PERIOD });
    const told = last([late, spend('2', NOON, NOON + 3 * DAY_MS)]);
    expect(types(told)).to.deep.equal(['SpendRecorded']);
  });

  it('is the one of today, however old or far ahead the stamp of the first call', () => {
    for (const seenAt of [0, NOON + 4000 * DAY_MS]) {
      const { period } = budgetAfter([{ ...open('10', 'iam_user', seenAt), now: NOON }]);
      expect(period.start <= NOON && NOON < period.end).to.equal(true);
    }
  });
});

describe('a budget whose principal is deleted', () => {
  const closed = [...toGrace, close(GRACE_OVER)];

  it('closes, keeps its spend and is left alone', () => {
    expect(budgetAfter(closed)).to.deep.include({ status: 'closed', closedAt: GRACE_OVER });
    expect(usdToString(budgetAfter(closed).spentUsd)).to.equal('10');
    for (const type of ['ReviewBudget', 'RefreshBudget'] as const) {
      expect(last([...closed, step(type, NEXT_PERIOD)]).events).to.deep.equal([]);
    }
    expect(last([...closed, close(STUCK)]).rejection).to.equal('the budget is closed already');
  });

  it('forgets that it was waived, refused or to be given something back', () => {
    const waived = [...toRestoring, report.restorationBegun(GRACE_OVER), report.restored(GRACE_OVER)];
    const refused = [...toRefusable, report.refused(GRACE_OVER)];
    const backedUp = [...toRefusable, report.backedUp(GRACE_OVER)];
    expect(budgetAfter(waived).waived).to.equal(true);
    expect(budgetAfter(refused).refusedAt).to.equal(GRACE_OVER);
    expect(budgetAfter(backedUp).restorePoint).not.to.equal(undefined);
    for (const history of [waived, refused, backedUp]) {
      const after = budgetAfter([...history, close(STUCK)]);
      expect(after).to.include({ status: 'closed', waived: false, refusedAt: undefined, restorePoint: undefined });
    }
  });

  it('counts calls that were made before the deletion and arrive after it', () => {
    const told = last([...closed, spend('1', GRACE_OVER, STUCK)]);
    expect(types(told)).to.deep.equal(['SpendRecorded']);
    expect(told.after?.status).to.equal('closed');
  });

  it('is open again, with what was spent, when the principal calls or is created once more', () => {
    const called = last([...closed, spend('1', GRACE_OVER + 1000, STUCK)]);
    expect(types(called)).to.deep.equal(['BudgetReopened', 'SpendRecorded']);
    const created = last([...closed, open('99', 'iam_user', STUCK)]);
    expect(types(created)).to.deep.equal(['BudgetReopened']);
    for (const { after } of [called, created]) expect(after?.status).to.equal('active');
    expect(usdToString(created.after?.spentUsd ?? ZERO_USD)).to.equal('10');
    expect(usdToString(created.after?.limitUsd ?? ZERO_USD)).to.equal('10');
  });

  it('stays closed for news from before the deletion', () => {
    expect(last([...closed, open('10', 'iam_user', GRACE_OVER)]).rejection).to.equal('the principal was deleted since');
  });
});

describe('a corrected price', () => {
  it('replaces what was charged in the period', () => {
    const told = last([open(), spend('5', NOON), correct('3', '0.25', START, NOON)]);
    expect(types(told)).to.deep.equal(['SpendCorrected']);
    expect(usdToString(told.after?.spentUsd ?? ZERO_USD)).to.equal('2.25');
  });

  it('ends grace and suspension that only the stand-in price had caused', () => {
    for (const [history, type] of [
      [toGrace, 'GraceCancelled'],
      [toSuspending, 'RestorationStarted'],
      [toSuspended, 'RestorationStarted'],
    ] as const) {
      expect(last([...history, correct('8', '0.5', START, STUCK)]).events.at(-1)).to.include({
        type,
        reason: 'price-corrected',
      });
      expect(types(last([...history, correct('8', '8.5', START, STUCK)]))).to.deep.equal(['SpendCorrected']);
    }
  });

  it('is refused for a closed period and for more than was charged', () => {
    expect(last([open(), spend('5', NOON), correct('5.01', '1', START, NOON)]).rejection).to.equal(
      'more would be taken back than was charged',
    );
    const later = [open(), spend('5', NOON), spend('1', NEXT_PERIOD), correct('5', '1', START, NEXT_PERIOD)];
    expect(last(later).rejection).to.equal('that period has closed');
  });

  it('does not lift a suspension of an earlier period', () => {
    const later = [...toSuspended, spend('1', NEXT_PERIOD), correct('1', '0.5', NEXT_PERIOD, NEXT_PERIOD)];
    expect(types(last(later))).to.deep.equal(['SpendCorrected']);
  });
});

describe('the review', () => {
  it('starts a workflow again that has not confirmed after 15 minutes', () => {
    for (const [history, type] of [
      [toSuspending, 'SuspensionStarted'],
      [toRestoring, 'RestorationStarted'],
    ] as const) {
      expect(last([...history, step('ReviewBudget', STUCK - 1)]).events).to.deep.equal([]);
      const told = last([...history, step('ReviewBudget', STUCK)]);
      expect(told.events).to.have.lengthOf(1);
      expect(told.events[0]).to.include({ type, reason: 'workflow-stuck' });
      expect(told.after).to.deep.include({ since: STUCK, attempts: 2 });
    }
  });

  it('waits twice as long each time it has started a workflow again, and at most a day', () => {
    for (const history of [toSuspending, toRestoring]) {
      let [steps, startedAt]: [readonly Step[], Instant] = [history, GRACE_OVER];
      for (const minutes of [15, 30, 60, 120, 240, 480, 960, 1440, 1440]) {
        const stuckAt = startedAt + minutes * MINUTE_MS;
        expect(reviewDueAt(budgetAfter(steps), POLICY, startedAt)).to.equal(stuckAt);
        expect(last([...steps, step('ReviewBudget', stuckAt - 1)]).events).to.deep.equal([]);
        steps = [...steps, step('ReviewBudget', stuckAt)];
        expect(last(steps).events).to.have.lengthOf(1);
        startedAt = stuckAt;
      }
    }
  });

  it('leaves a restoration by hand waived when it is started again', () => {
    expect(budgetAfter([...toRestoring, step('ReviewBudget', STUCK)]).waived).to.equal(true);
  });

  it('lifts grace and suspension where the limit in the table was raised', () => {
    for (const history of [toGrace, toSuspending, toSuspended]) {
      const raised = { ...budgetAfter(history), limitUsd: budgetAfter([open('20')]).limitUsd };
      expect(reviewDueAt(raised, POLICY, STUCK)).to.equal(STUCK);
    }
  });
});

describe('due work', () => {
  const table: readonly (readonly [string, readonly Step[], Instant | undefined, Instant | undefined])[] = [
    ['nothing', [open(), spend('1', NOON)], undefined, NEXT_PERIOD],
    ['a threshold to announce', [open(), spend('7', NOON)], NOON, NEXT_PERIOD],
    ['the end of grace', toGrace, GRACE_OVER, NEXT_PERIOD],
    ['a suspension to confirm', toSuspending, STUCK, NEXT_PERIOD],
    ['a suspension in force', toSuspended, GRACE_OVER, NEXT_PERIOD],
    ['a suspension by hand', [...toSuspended, step('SuspendAccess', GRACE_OVER)], undefined, NEXT_PERIOD],
    ['a suspension three days old', [...toSuspended, spend('0', THREE_DAYS)], GRACE_OVER, NEXT_PERIOD],
    ['a restoration to confirm', toRestoring, STUCK, NEXT_PERIOD],
    ['a closed budget', [...toGrace, close(NOON)], undefined, undefined],
    [
      'a suspension that outlived its period',
      [...toSuspended, spend('1', NEXT_PERIOD, NEXT_PERIOD - 1)],
      GRACE_OVER,
      NEXT_PERIOD,
    ],
    ['a refused suspension', [...toRefusable, report.refused(GRACE_OVER)], GRACE_OVER + DAY_MS, NEXT_PERIOD],
    ['a new period', [open(), spend('1', NEXT_PERIOD)], undefined, NEXT_PERIOD + 30 * DAY_MS],
  ];
  for (const [name, history, review, refresh] of table) {
    it(`of ${name}`, () => {
      const now = history.at(-1)?.now ?? NOON;
      expect([reviewDueAt(budgetAfter(history), POLICY, now), refreshDueAt(budgetAfter(history))]).to.deep.equal([
        review,
        refresh,
      ]);
    });
  }

  it('of a refused suspension that is not to be tried again comes once a day', () => {
    const budget = budgetAfter([...toRefusable, report.refused(GRACE_OVER)]);
    const day = GRACE_OVER + DAY_MS;
    expect(reviewDueAt(budget, POLICY, day)).to.equal(day);
    const policies = [
      { ...POLICY, protectedPrincipals: [budget.principalId] },
      { ...POLICY, exceededPercent: 110 },
    ];
    for (const policy of policies) {
      for (const now of [day, day + 1, day + DAY_MS - 1]) {
        expect(reviewDueAt(budget, policy, now)).to.equal(day + DAY_MS);
      }
    }
  });

  it('of a refused suspension is a day away also where the clock has gone back', () => {
    const budget = budgetAfter([...toRefusable, report.refused(GRACE_OVER)]);
    for (const now of [GRACE_OVER - 1, GRACE_OVER - 2 * DAY_MS]) {
      expect(reviewDueAt(budget, POLICY, now)).to.equal(GRACE_OVER + DAY_MS);
    }
  });

  it('is told of a confirmation that comes out of order too', () => {
    const event = {
      type: 'AccessSuspended',
      ...eventFacts(budgetAfter(toGrace), NOON),
    } as const;
    expect(evolve(budgetAfter(toGrace), event)).to.deep.include({ status: 'suspended', suspendedIn: START });
  });
});
