import { expect } from 'chai';
import fc from 'fast-check';
import type { Budget } from '../../../domain/budget/budget.js';
import type { BudgetPolicy } from '../../../domain/budget/budgetPolicy.js';
import type { BudgetCommand, Spend } from '../../../domain/budget/commands.js';
import { decide } from '../../../domain/budget/decide.js';
import { nextReviewAt, reviewDueAt } from '../../../domain/budget/dueWork.js';
import type { BudgetEvent } from '../../../domain/budget/events.js';
import { evolve } from '../../../domain/budget/evolve.js';
import { teamPeriodAt } from '../../../domain/budget/openBudget.js';
import { withCall, withCorrection, type TeamSpend } from '../../../domain/budget/teamSpend.js';
import type { Period } from '../../../domain/calendar/schedule.js';
import { DAY_MS, MINUTE_MS, type Instant } from '../../../domain/instant.js';
import { usd, usdToString } from '../../../domain/money.js';
import { limitSet, NOON, open, POLICY, report, spend, step, tell, type Step } from './histories.js';

const TEAM: BudgetPolicy = { ...POLICY, rule: 'team search', limitUsd: usd('100') };
const MEMBER: BudgetPolicy = { ...POLICY, isMember: true };
const SEARCH = { principalId: 'team/search', accountType: 'team' } as const;
const JUNE = teamPeriodAt(TEAM, NOON);
const JULY: Period = { start: JUNE.end, end: JUNE.end + 30 * DAY_MS };
const LATER = NOON + 10 * MINUTE_MS;

const opened: Step = { command: { type: 'OpenBudget', principal: SEARCH, seenAt: NOON }, now: NOON };
const count = (period: Period, added: string, takenBack = '0', late = '0'): BudgetCommand => ({
  type: 'CountTeamSpend',
  counts: [{ period, addedUsd: usd(added), takenBackUsd: usd(takenBack), lateUsd: usd(late) }],
});
const counted = (added: string, now = NOON, period = JUNE): Step => ({ command: count(period, added), now });

function last(steps: readonly Step[], policy = TEAM): ReturnType<typeof tell>[number] & { readonly after: Budget } {
  const told = tell(steps, policy).at(-1);
  if (told?.after === undefined) throw new Error('no budget');
  return { ...told, after: told.after };
}

function types(events: readonly BudgetEvent[]): readonly string[] {
  return events.map((event) => ('reason' in event ? `${event.type} ${event.reason}` : event.type));
}

describe('the budget of a team', () => {
  const over = [opened, counted('100'), step('ReviewBudget', NOON)];
  const GRACE_OVER = NOON + 5 * MINUTE_MS;
  const suspended = [...over, step('ReviewBudget', GRACE_OVER)];

  it('has periods that every function knows, for its days count from 1970', () => {
    expect(last([opened]).after.period).to.deep.equal(JUNE);
    expect((JUNE.start / DAY_MS) % 30).to.equal(0);
  });

  it('crosses thresholds and has its grace as any other, and then its members are cut off', () => {
    expect(types(last(over).events)).to.deep.equal(['ThresholdReached', 'GraceStarted']);
    expect(types(last(suspended).events)).to.deep.equal(['TeamSuspended grace-over']);
    expect(last(suspended).after).to.include({ status: 'suspended', suspendedIn: JUNE.start });
  });

  const ends: readonly (readonly [string, BudgetPolicy, BudgetCommand, Instant, readonly string[]])[] = [
    ['a new period', TEAM, { type: 'ReviewBudget' }, JULY.start, ['PeriodStarted', 'TeamRestored refreshed']],
    ['the refresh job', TEAM, { type: 'RefreshBudget' }, JULY.start, ['PeriodStarted', 'TeamRestored refreshed']],
    ['a raised limit', TEAM, limitSet(usd('150')), LATER, ['LimitChanged asked for', 'TeamRestored limit-raised']],
    [
      'another rule',
      { ...TEAM, limitUsd: usd('150') },
      { type: 'ReviewBudget' },
      LATER,
      ['LimitChanged', 'TeamRestored limit-raised'],
    ],
    [
      'a switch to observing',
      { ...TEAM, enforcement: 'observe' },
      { type: 'ReviewBudget' },
      LATER,
      ['TeamRestored observing'],
    ],
    ['an operator', TEAM, { type: 'RestoreAccess' }, LATER, ['TeamRestored restored-by-hand']],
    ['corrected prices', TEAM, count(JUNE, '0', '1'), LATER, ['SpendCorrected']],
  ];
  for (const [what, policy, command, now, expected] of ends) {
    it(`lets its members go again after ${what}`, () => {
      const { events } = decide(command, last(suspended).after, policy, now) as { events: readonly BudgetEvent[] };
      expect(types(events)).to.deep.equal(expected);
      const after = events.reduce<Budget>(evolve, last(suspended).after);
      const { events: next } = decide({ type: 'ReviewBudget' }, after, policy, now);
      expect(next.reduce(evolve, after).status).to.equal('active');
    });
  }

  it('is held by an operator until one lets it go', () => {
    const held = [opened, counted('1'), step('SuspendAccess', NOON)];
    expect(types(last(held).events)).to.deep.equal(['TeamSuspended by-hand']);
    expect(types(last([...held, step('ReviewBudget', JULY.start)]).events)).to.deep.equal(['PeriodStarted']);
    expect(last([...held, step('RestoreAccess', LATER)]).after).to.include({ status: 'active', waived: true });
  });

  it('only tells of it while it observes', () => {
    const policy = { ...TEAM, enforcement: 'observe', gracePeriodSeconds: 0 } as const;
    expect(types(last(over, policy).events)).to.deep.equal(['ThresholdReached', 'WouldHaveSuspended no-grace']);
  });

  it('counts each amount in the period that it belongs to, or as late', () => {
    const july = last([opened, counted('5'), counted('7', JULY.start, JULY)]);
    expect(types(july.events)).to.deep.equal(['PeriodStarted', 'SpendRecorded']);
    expect(usdToString(july.after.spentUsd)).to.equal('7');
    const late = last([opened, counted('7', JULY.start, JULY), counted('5', JULY.start, JUNE)]);
    expect(types(late.events)).to.deep.equal(['LateSpendRecorded']);
    expect([late.after.spentUsd, late.after.lateSpentUsd].map(usdToString)).to.deep.equal(['7', '5']);
    const both = { command: count(JUNE, '1', '3', '2'), now: NOON };
    const corrected = last([opened, counted('5'), both]);
    expect(types(corrected.events)).to.deep.equal(['SpendCorrected', 'LateSpendRecorded']);
    expect([corrected.after.spentUsd, corrected.after.lateSpentUsd].map(usdToString)).to.deep.equal(['3', '2']);
    expect(types(last([opened, counted('5'), { command: count(JUNE, '0'), now: NOON }]).events)).to.deep.equal([]);
  });

  it('opens again when it is spent from', () => {
    const closed = [opened, { command: { type: 'CloseBudget', deletedAt: NOON }, now: NOON } as const];
    expect(types(last([...closed, counted('5', LATER)]).events)).to.deep.equal(['BudgetReopened', 'SpendRecorded']);
  });
});

describe('the spend of a member', () => {
  const inTeams = (cost: string, at: Instant, ...teams: readonly (readonly [string, Period])[]): Step => {
    const call: Spend = { at, costUsd: usd(cost), teams: teams.map(([team, period]) => ({ team, period })) };
    return { command: { type: 'RecordSpend', spend: [call] }, now: at };
  };

  it('counts in each of its teams, by the period of the team', () => {
    const steps = [
      open(),
      inTeams('1', NOON, ['search', JUNE], ['berlin', JUNE]),
      inTeams('2', NOON, ['search', JUNE]),
      inTeams('4', LATER, ['search', JULY]),
      inTeams('8', LATER, ['search', JUNE]),
    ];
    expect(last(steps, MEMBER).after.teamSpend).to.deep.equal([
      { team: 'search', period: JULY, spentUsd: usd('4'), lateSpentUsd: usd('8') },
      { team: 'berlin', period: JUNE, spentUsd: usd('1'), lateSpentUsd: usd('0') },
    ]);
    expect(types(last(steps, MEMBER).events)).to.include('TeamSpendRecorded');
  });

  it('counts in a team’s period although its own has closed', () => {
    const own = { ...MEMBER, schedule: { period: { every: 'days', days: 1 }, timeZone: 'UTC' } } as const;
    const told = last(
      [open(), spend('1', NOON + DAY_MS), { ...inTeams('2', NOON, ['search', JUNE]), now: NOON + DAY_MS }],
      own,
    );
    expect(types(told.events)).to.deep.equal(['LateSpendRecorded', 'TeamSpendRecorded']);
    expect(told.after.teamSpend.map(({ spentUsd }) => usdToString(spentUsd))).to.deep.equal(['2']);
  });

  it('is corrected where it was counted', () => {
    const corrections = [{ chargedUsd: usd('3'), costUsd: usd('1'), teams: [{ team: 'search', period: JUNE }] }];
    const { period } = last([open()]).after;
    const correct = { type: 'CorrectSpend', periodStart: period.start, corrections } as const;
    const steps = [open(), inTeams('3', NOON, ['search', JUNE], ['berlin', JUNE]), { command: correct, now: LATER }];
    expect(last(steps, MEMBER).after.teamSpend.map(({ spentUsd }) => usdToString(spentUsd))).to.deep.equal(['1', '3']);
    const closed = [...steps.slice(0, 2), inTeams('5', LATER, ['search', JULY]), { command: correct, now: LATER }];
    expect(last(closed, MEMBER).after.teamSpend.map(({ spentUsd }) => usdToString(spentUsd))).to.deep.equal(['5', '3']);
  });

  it('is the exact sum of its calls, each in one period or late, whatever their order', () => {
    const calls = fc.array(
      fc.record({ team: fc.constantFrom('a', 'b'), period: fc.constantFrom(JUNE, JULY), cents: fc.nat(500) }),
    );
    fc.assert(
      fc.property(calls, (all) => {
        const cost = (cents: number): ReturnType<typeof usd> => usd((cents / 100).toFixed(2));
        const sumOf = (some: typeof all): string =>
          usdToString(cost(some.reduce((total, { cents }) => total + cents, 0)));
        const spends = all.reduce<readonly TeamSpend[]>(
          (known, { cents, ...counts }) => withCall(known, [counts], cost(cents)),
          [],
        );
        for (const { team, period, spentUsd, lateSpentUsd } of spends) {
          const ofTeam = all.filter((call) => call.team === team);
          const firstOfPeriod = ofTeam.findIndex((call) => call.period === period);
          const inPeriod = ofTeam.filter((call) => call.period === period);
          const late = ofTeam.filter((call, index) => call.period !== period && index > firstOfPeriod);
          expect(period.start).to.equal(Math.max(...ofTeam.map((call) => call.period.start)));
          expect([usdToString(spentUsd), usdToString(lateSpentUsd)]).to.deep.equal([sumOf(inPeriod), sumOf(late)]);
        }
        expect(withCorrection(spends, [], { chargedUsd: cost(1), costUsd: cost(2) })).to.deep.equal(spends);
      }),
    );
  });
});

describe('a member of a team', () => {
  const review = (holds: readonly string[] | undefined, now = NOON): Step => ({
    command: { type: 'ReviewBudget', holds },
    now,
  });
  const within = [open(), spend('1', NOON)];
  const cut = [...within, review(['search']), report.suspensionBegun(NOON), report.suspended(NOON)];

  it('is suspended for the team at once, for that had its grace', () => {
    const told = last([...within, review(['search', 'berlin'])], MEMBER);
    expect(told.events).to.have.length(1);
    expect(told.events[0]).to.include({ type: 'SuspensionStarted', reason: 'team', team: 'search' });
    expect(last(cut, MEMBER).after).to.include({ status: 'suspended', team: 'search' });
  });

  it('in grace of its own, too', () => {
    const grace = [open(), spend('12', NOON), review([])];
    expect(last(grace, MEMBER).after.status).to.equal('grace');
    expect(types(last([...grace, review(['search'])], MEMBER).events)).to.deep.equal(['SuspensionStarted team']);
  });

  const levels: readonly (readonly [string, readonly Step[], BudgetPolicy, string | undefined])[] = [
    ['no level holds it', [...cut, review([], LATER)], MEMBER, 'team-released'],
    ['another team holds it', [...cut, review(['berlin'], LATER)], MEMBER, undefined],
    ['nobody has looked at its teams', [...cut, review(undefined, LATER)], MEMBER, undefined],
    [
      'nobody has looked, and its own rule observes',
      [...cut, review(undefined, LATER)],
      { ...MEMBER, enforcement: 'observe' },
      undefined,
    ],
    ['it is in no team any more', [...cut, review([], LATER)], POLICY, 'team-released'],
    ['its own limit holds it', [...cut, spend('12', NOON), review([], LATER)], MEMBER, undefined],
    [
      'its own rule only observes',
      [...cut, spend('12', NOON), review([], LATER)],
      { ...MEMBER, enforcement: 'observe' },
      'team-released',
    ],
    [
      'its own limit is raised while a team holds it',
      [...cut, { command: limitSet(usd('90')), now: LATER }],
      MEMBER,
      undefined,
    ],
    ['its own period ends while a team holds it', [...cut, review(['search'], NOON + 31 * DAY_MS)], MEMBER, undefined],
    ['its own rule exempts it', [...cut, review(['search'], LATER)], { ...MEMBER, enforcement: 'exempt' }, 'exempt'],
    ['it is protected', [...cut, review(['search'], LATER)], { ...MEMBER, protectedPrincipals: ['*'] }, 'protected'],
    ['an operator says so', [...cut, step('RestoreAccess', LATER)], MEMBER, 'restored-by-hand'],
  ];
  for (const [when, steps, policy, reason] of levels) {
    it(`${reason === undefined ? 'stays suspended' : 'is back'} when ${when}`, () => {
      const before = last(cut, MEMBER).after;
      let budget = before;
      let events: readonly BudgetEvent[] = [];
      for (const { command, now } of steps.slice(cut.length)) {
        const decision = decide(command, budget, policy, now);
        events = decision.kind === 'accepted' ? decision.events : [];
        budget = events.reduce<Budget>(evolve, budget);
      }
      const restored = events.find((event) => event.type === 'RestorationStarted');
      expect(restored?.reason).to.equal(reason);
      expect(budget.status).to.equal(reason === undefined ? 'suspended' : 'restoring');
    });
  }

  it('that an operator has let go is left alone until its next period', () => {
    const restored = [...cut, step('RestoreAccess', LATER), report.restorationBegun(LATER), report.restored(LATER)];
    expect(types(last([...restored, review(['search'], LATER)], MEMBER).events)).to.deep.equal([]);
    expect(types(last([...restored, review(['search'], NOON + 31 * DAY_MS)], MEMBER).events)).to.include(
      'SuspensionStarted team',
    );
  });

  it('that cannot be suspended is left alone', () => {
    const role = [open('10', 'sso_role'), spend('1', NOON), review(['search'])];
    expect(types(last(role, MEMBER).events)).to.deep.equal([]);
  });

  it('is due while a team holds it, and whose suspension was refused a day later', () => {
    const budget = last(within, MEMBER).after;
    expect(reviewDueAt(budget, MEMBER, LATER, ['search'])).to.equal(LATER);
    expect(reviewDueAt(budget, MEMBER, LATER)).to.equal(undefined);
    expect(nextReviewAt(last(cut, MEMBER).after, LATER)).to.equal(NOON);
    const refused = [...within, review(['search']), report.suspensionBegun(NOON), report.refused(NOON)];
    expect(types(last([...refused, review(['search'], LATER)], MEMBER).events)).to.deep.equal([]);
    expect(types(last([...refused, review(['search'], NOON + DAY_MS)], MEMBER).events)).to.deep.equal([
      'SuspensionStarted team',
    ]);
  });

  it('whose rule only observes is suspended for a team that enforces', () => {
    const observed = { ...MEMBER, enforcement: 'observe' } as const;
    const begun = last([...within, review(['search']), report.suspensionBegun(NOON)], observed);
    expect(begun.events.map(({ type }) => type)).to.deep.equal(['WorkflowBegun']);
  });

  it('keeps its Deny while it is suspended for a team', () => {
    const called = last([...cut, spend('1', LATER)], { ...MEMBER, enforcement: 'observe' });
    expect(called.events.at(-1)).to.include({ type: 'SpendAfterSuspension', willBeReattached: true });
  });
});
