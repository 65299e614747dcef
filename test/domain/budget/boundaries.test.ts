import { expect } from 'chai';
import { MAX_SESSIONS, type Budget } from '../../../domain/budget/budget.js';
import type { BudgetEvent } from '../../../domain/budget/events.js';
import type { Spend } from '../../../domain/budget/commands.js';
import { decide } from '../../../domain/budget/decide.js';
import { evolve } from '../../../domain/budget/evolve.js';
import type { Period } from '../../../domain/calendar/schedule.js';
import { isInSpiteOf, recordSpend } from '../../../domain/budget/recordSpend.js';
import { DAY_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../../domain/instant.js';
import { usd, usdToString } from '../../../domain/money.js';
import { close, everyDays, NOON, open, POLICY, report, spend, step, tell, type Step } from './histories.js';

const TODAY = Date.UTC(2026, 5, 1);
const NEXT_PERIOD = Date.UTC(2026, 6, 1);
const TOLERANCE_MS = 15 * MINUTE_MS;

function budgetAfter(steps: readonly Step[], policy = POLICY): Budget {
  const budget = tell(steps, policy).at(-1)?.after;
  if (budget === undefined) throw new Error('no budget');
  return budget;
}

function typesOf(events: readonly BudgetEvent[]): readonly string[] {
  return events.map(({ type }) => type);
}

describe('the first period of a budget', () => {
  const opened = (seenAt: Instant, now: Instant, refreshPeriodDays: number): Period => {
    const command = { ...open().command, seenAt } as Step['command'];
    const policy = { ...POLICY, schedule: everyDays(refreshPeriodDays) };
    return budgetAfter([{ command, now }], policy).period;
  };
  const days = (start: number, end: number): Period => ({ start: TODAY + start * DAY_MS, end: TODAY + end * DAY_MS });
  const cases: readonly (readonly [what: string, seenAt: Instant, now: Instant, days: number, period: Period])[] = [
    ['a call of yesterday', NOON - DAY_MS, NOON, 30, days(-1, 29)],
    ['the last instant of yesterday', TODAY - 1, NOON, 30, days(-1, 29)],
    ['the first instant of today', TODAY, NOON, 30, days(0, 30)],
    ['a call older than a period', NOON - 40 * DAY_MS, NOON, 30, days(-10, 20)],
    ['a call as old as a period', NOON - 30 * DAY_MS, NOON, 30, days(0, 30)],
    [
      'a call two seconds ahead, across midnight',
      TODAY + DAY_MS + SECOND_MS,
      TODAY + DAY_MS - SECOND_MS,
      30,
      days(0, 30),
    ],
    ['a call years ahead', NOON + 3650 * DAY_MS, NOON, 7, days(0, 7)],
  ];
  for (const [what, seenAt, now, refreshPeriodDays, period] of cases) {
    it(`begins on the day of what opens it, and holds the present: ${what}`, () => {
      expect(opened(seenAt, now, refreshPeriodDays)).to.deep.equal(period);
    });
  }
});

describe('a call at the edge of a period', () => {
  const cases: readonly (readonly [what: string, at: Instant, now: Instant, events: readonly string[]])[] = [
    ['at its start', TODAY, NOON, ['SpendRecorded']],
    ['at its last instant', NEXT_PERIOD - 1, NEXT_PERIOD - 1, ['SpendRecorded']],
    ['at its last instant, an instant late', NEXT_PERIOD - 1, NEXT_PERIOD, ['PeriodStarted', 'LateSpendRecorded']],
    ['at its end', NEXT_PERIOD, NEXT_PERIOD, ['PeriodStarted', 'SpendRecorded']],
    ['at its end, an instant ahead', NEXT_PERIOD, NEXT_PERIOD - 1, ['PeriodStarted', 'SpendRecorded']],
    ['as far ahead as is tolerated', NEXT_PERIOD, NEXT_PERIOD - TOLERANCE_MS, ['PeriodStarted', 'SpendRecorded']],
    ['farther ahead than is tolerated', NEXT_PERIOD, NEXT_PERIOD - TOLERANCE_MS - 1, ['SpendRecorded']],
    ['before its start', TODAY - 1, NOON, ['LateSpendRecorded']],
  ];
  for (const [what, at, now, events] of cases) {
    it(`is charged where its stamp says: ${what}`, () => {
      expect(typesOf(tell([open(), spend('2', at, now)]).at(-1)?.events ?? [])).to.deep.equal(events);
    });
  }

  it('moves the period for its whole batch, wherever it stands in it', () => {
    const at = [NEXT_PERIOD + 1, NEXT_PERIOD - 1, NEXT_PERIOD + MINUTE_MS];
    for (const instants of [at, [...at].reverse()]) {
      const batch = instants.map((instant) => ({ at: instant, costUsd: usd('1') }));
      const events = recordSpend(batch, budgetAfter([open()]), POLICY, NEXT_PERIOD - 2);
      expect(typesOf(events)).to.deep.equal(['PeriodStarted', 'SpendRecorded', 'LateSpendRecorded']);
    }
  });
});

describe('the sessions of a role', () => {
  const sessionsAfter = (batch: readonly Spend[], now: Instant): readonly string[] =>
    recordSpend(batch, budgetAfter([open('10', 'iam_role')]), POLICY, now).reduce(evolve, budgetAfter([open()]))
      .sessions;
  const by = (session: string, at: Instant): Spend => ({ at, costUsd: usd('1'), caller: { role: 'ci', session } });

  it('are those of the period, from its first instant on', () => {
    expect(sessionsAfter([by('early', TODAY - 1), by('first', TODAY), by('noon', NOON)], NOON)).to.deep.equal([
      'first',
      'noon',
    ]);
  });

  it('are told apart up to so many', () => {
    const batch = Array.from({ length: MAX_SESSIONS + 1 }, (_, index) => by(`s${index}`, NOON));
    expect(sessionsAfter(batch, NOON)).to.deep.equal(batch.slice(0, MAX_SESSIONS).map(({ caller }) => caller?.session));
    expect(MAX_SESSIONS).to.equal(20);
  });
});

describe('a call after a suspension', () => {
  const SUSPENDED = budgetAfter([
    open(),
    spend('10', NOON),
    step('SuspendAccess', NOON),
    report.suspensionBegun(NOON),
    report.suspended(NOON),
  ]);
  const TAKES_EFFECT = NOON + 5 * MINUTE_MS;

  for (const [what, at, expected] of [
    ['as long as IAM may take', TAKES_EFFECT, false],
    ['an instant longer', TAKES_EFFECT + 1, true],
  ] as const) {
    it(`${expected ? 'proves' : 'does not prove'} that the Deny does not hold: ${what}`, () => {
      expect(isInSpiteOf(SUSPENDED, at)).to.equal(expected);
      const batch = [NOON, at].map((instant) => ({ at: instant, costUsd: usd(instant === at ? '3' : '4') }));
      const told = recordSpend(batch, SUSPENDED, POLICY, at).filter(({ type }) => type === 'SpendAfterSuspension');
      expect(told.map((event) => 'costUsd' in event && usdToString(event.costUsd))).to.deep.equal(
        expected ? ['3'] : [],
      );
    });
  }
});

describe('a closed budget', () => {
  const CLOSED = budgetAfter([open(), close(NOON)]);

  for (const [what, at, isReopened] of [
    ['at the instant of the deletion', NOON, false],
    ['an instant later', NOON + 1, true],
  ] as const) {
    it(`${isReopened ? 'opens again' : 'stays closed'} for a call or an event ${what}`, () => {
      const recorded = recordSpend([{ at, costUsd: usd('1') }], CLOSED, POLICY, NOON + MINUTE_MS);
      expect(typesOf(recorded)).to.deep.equal(isReopened ? ['BudgetReopened', 'SpendRecorded'] : ['SpendRecorded']);
      const again = decide(open('10', 'iam_user', at).command, CLOSED, POLICY, NOON + MINUTE_MS);
      expect(again.kind).to.equal(isReopened ? 'accepted' : 'rejected');
    });
  }
});
