import { expect } from 'chai';
import fc from 'fast-check';
import { DAY_MS, MINUTE_MS, type Instant } from '../../domain/instant.js';
import { addUsd, isMoreThan, usd, usdToString, ZERO_USD } from '../../domain/money.js';
import { groupedBy, idOf, lookAfter, replay, settings, spend } from './replayWorld.js';

const PROFILE = 'arn:aws:bedrock:us-east-1:444455556666:application-inference-profile/k3y';

describe('BudgetReplay, of teams,', () => {
  const team = { members: ['user/alice', 'user/bob'], limitUsd: 2, period: 'monthly' };

  it('goes through the life of a team: in grace, its members suspended, and back with its next period', () => {
    const under = settings({ budgetLimitUsd: '50', refreshPeriodDays: '7', 'teams/search': team });
    const { events, teams, principals } = replay(
      [
        spend('2026-06-20T09:01:00Z', '1.6'),
        spend('2026-06-20T09:02:00Z', '0.6', 'bob'),
        spend('2026-06-20T09:09:00Z', '0.1', 'bob'),
        spend('2026-06-20T09:10:00Z', '0.3', 'bob'),
        spend('2026-06-28T09:10:00Z', '0.4'),
        spend('2026-07-01T00:00:00Z', '0.5'),
      ],
      under,
    );
    expect(events.filter((event) => event < '2026-07-01T01')).to.deep.equal([
      '2026-06-20T09:01:00Z alice BudgetOpened',
      '2026-06-20T09:01:00Z team/search BudgetOpened',
      '2026-06-20T09:02:00Z bob BudgetOpened',
      '2026-06-20T09:05:00Z team/search exceeded',
      '2026-06-20T09:05:00Z team/search GraceStarted',
      '2026-06-20T09:10:00Z team/search TeamSuspended',
      '2026-06-20T09:10:00Z alice SuspensionStarted',
      '2026-06-20T09:10:00Z alice AccessSuspended',
      '2026-06-20T09:10:00Z bob SuspensionStarted',
      '2026-06-20T09:10:00Z bob AccessSuspended',
      // A new period of their own does not give it back.
      '2026-06-27T00:00:00Z alice PeriodStarted',
      '2026-06-27T00:00:00Z bob PeriodStarted',
      '2026-07-01T00:00:00Z team/search PeriodStarted',
      '2026-07-01T00:00:00Z team/search TeamRestored',
      '2026-07-01T00:00:00Z alice RestorationStarted',
      '2026-07-01T00:00:00Z alice AccessRestored',
      '2026-07-01T00:00:00Z bob RestorationStarted',
      '2026-07-01T00:00:00Z bob AccessRestored',
    ]);
    const search = teams.get('search');
    expect([search?.stops, search?.members.size]).to.deep.equal([1, 2]);
    expect([search?.refusedUsd, search?.countedUsd, search?.overshootUsd].map(String)).to.deep.equal([
      '0.7',
      '2.8',
      '0.3',
    ]);
    expect(['alice', 'bob'].map((name) => String(principals.get(idOf(name))?.refusedUsd))).to.deep.equal([
      '0.4',
      '0.3',
    ]);
  });

  it('counts calls that were made by an inference profile of the team, whose callers it does not stop', () => {
    const under = settings({
      budgetLimitUsd: '50',
      gracePeriodSeconds: '0',
      'teams/search': { members: ['application-inference-profile/k3y'], limitUsd: 1 },
    });
    const calls = ['09:00', '10:00'].map((at) => spend(`2026-06-20T${at}:00Z`, '1'));
    const { teams, principals } = replay(
      [...calls.map((call) => ({ ...call, inferenceProfile: PROFILE })), ...calls],
      under,
    );
    expect(String(teams.get('search')?.countedUsd)).to.equal('2');
    expect([teams.get('search')?.stops, principals.get(idOf('alice'))?.stops]).to.deep.equal([1, 0]);
  });

  it('cuts a member only once it has spent in the period in which the team is over its limit', () => {
    const under = settings({
      budgetLimitUsd: '50',
      gracePeriodSeconds: '0',
      'teams/search': { ...team, period: 'daily' },
    });
    const { principals } = replay(
      [
        spend('2026-06-20T09:00:00Z', '1', 'bob'),
        spend('2026-06-21T09:00:00Z', '3'),
        spend('2026-06-21T10:00:00Z', '0.1', 'bob'),
        spend('2026-06-21T11:00:00Z', '0.2', 'bob'),
      ],
      under,
    );
    const { firstStopAt, refusedUsd } = principals.get(idOf('bob')) ?? {};
    expect([firstStopAt, String(refusedUsd)]).to.deep.equal([Date.parse('2026-06-21T10:05:00Z'), '0.2']);
  });

  it('counts what comes after its period has ended as late', () => {
    const spends = ['2026-06-01', '2026-07-02', '2026-06-30'].map((day) => spend(`${day}T09:00:00Z`, '0.1'));
    const search = replay(spends, settings({ 'teams/search': team })).teams.get('search');
    expect([search?.countedUsd, search?.budget.spentUsd, search?.budget.lateSpentUsd].map(String)).to.deep.equal([
      '0.3',
      '0.1',
      '0.1',
    ]);
  });

  it('leaves members alone whom a rule exempts, and suspends for a team those that it only observes', () => {
    const under = settings({
      gracePeriodSeconds: '0',
      'teams/search': team,
      'budgets/a': { order: 1, match: ['user/alice'], enforcement: 'exempt' },
      'budgets/b': { order: 2, match: ['user/bob'], enforcement: 'observe' },
    });
    const { principals } = replay(
      [spend('2026-06-20T09:00:00Z', '3'), spend('2026-06-20T09:00:00Z', '3', 'bob')],
      under,
    );
    const statuses = ['alice', 'bob'].map((name) => principals.get(idOf(name))?.budget.status);
    expect(statuses).to.deep.equal(['active', 'suspended']);
  });

  it('adds up what an observed limit did not prevent, before and after a team cut the access', () => {
    const under = settings({
      gracePeriodSeconds: '0',
      'teams/search': { ...team, period: 'daily' },
      'budgets/b': { match: ['user/bob'], enforcement: 'observe', period: 'monthly' },
    });
    const { principals } = replay(
      [
        spend('2026-06-20T09:00:00Z', '1.5', 'bob'),
        spend('2026-06-20T09:06:00Z', '0.2', 'bob'),
        spend('2026-06-20T09:10:00Z', '0.5'),
        spend('2026-06-20T09:20:00Z', '0.7', 'bob'),
        spend('2026-06-21T09:00:00Z', '0.1', 'bob'),
        spend('2026-06-21T09:10:00Z', '0.3', 'bob'),
        spend('2026-07-02T09:00:00Z', '0.1', 'bob'),
      ],
      under,
    );
    const bob = principals.get(idOf('bob'));
    expect([bob?.stops, ...[bob?.notPreventedUsd, bob?.refusedUsd, bob?.overshootUsd].map(String)]).to.deep.equal([
      3,
      '0.5',
      '0.7',
      '0.6',
    ]);
  });

  it('stops members exactly while their team is over its limit', () => {
    const call = fc.record({
      minute: fc.integer({ min: 0, max: 3 * 24 * 60 }),
      cents: fc.integer({ min: 1, max: 90 }),
      name: fc.constantFrom('alice', 'bob', 'eve'),
    });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 50 }), (calls) => {
        const spends = [...calls]
          .sort((left, right) => left.minute - right.minute)
          .map(({ minute, cents, name }) =>
            spend(new Date(Date.UTC(2026, 5, 1) + minute * MINUTE_MS).toISOString(), String(cents / 100), name),
          );
        const { principals } = replay(
          spends,
          settings({
            budgetLimitUsd: '1000',
            gracePeriodSeconds: '0',
            'teams/search': { ...team, period: 'daily' },
          }),
        );
        const refused = new Map([...principals].map(([id, outcome]) => [id, String(outcome.refusedUsd)]));
        expect(refused).to.deep.equal(refusedOf(spends));
      }),
    );
  });
});

/** Alice and bob share two dollars a day; eve is in no team. */
function refusedOf(spends: readonly ReturnType<typeof spend>[]): ReadonlyMap<string, string> {
  const refused = new Map(spends.map(({ principal }) => [principal.principalId, ZERO_USD]));
  for (const calls of groupedBy(spends, ({ at }) => Math.floor(at / DAY_MS)).values()) {
    const end = (Math.floor((calls[0]?.at ?? 0) / DAY_MS) + 1) * DAY_MS;
    let spent = ZERO_USD;
    let teamStopAt = Number.POSITIVE_INFINITY;
    const firstLook = new Map<string, Instant>();
    for (const { at, costUsd, principal } of calls) {
      const { principalId } = principal;
      if (principalId === idOf('eve')) continue;
      const seenAt = firstLook.get(principalId) ?? Number.POSITIVE_INFINITY;
      if (at >= Math.max(teamStopAt, seenAt)) {
        refused.set(principalId, addUsd(refused.get(principalId) ?? ZERO_USD, costUsd));
        continue;
      }
      firstLook.set(principalId, Math.min(seenAt, lookAfter(at)));
      spent = addUsd(spent, costUsd);
      const isOver = !isMoreThan(usd('2'), spent) && lookAfter(at) < end;
      if (isOver) teamStopAt = Math.min(teamStopAt, lookAfter(at));
    }
  }
  return new Map([...refused].map(([id, amount]) => [id, usdToString(amount)]));
}
