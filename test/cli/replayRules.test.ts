import { expect } from 'chai';
import fc from 'fast-check';
import type { Outcome } from '../../cli/replay/account.js';
import type { SpendEntry } from '../../cli/replay/spendLog.js';
import { totalsByRule } from '../../cli/replay/totals.js';
import { DAY_MS, MINUTE_MS, type Instant } from '../../domain/instant.js';
import { addUsd, excessUsd, isMoreThan, usd, usdToString, ZERO_USD } from '../../domain/money.js';
import { groupedBy, idOf, lookAfter, replay, settings, spend } from './replayWorld.js';

describe('BudgetReplay, under rules,', () => {
  it('treats each principal by the first rule that matches, and all others by the settings', () => {
    const rules = {
      'budgets/big': { order: 1, match: ['user/alice'], limitUsd: 5 },
      'budgets/all': { order: 2, match: ['user/*'], limitUsd: 2, enforcement: 'observe' },
      'budgets/free': { order: 3, match: ['root'], enforcement: 'exempt' },
      'budgets/nobody': { order: 4, match: ['person'], limitUsd: 3 },
      gracePeriodSeconds: '0',
    };
    const at = '2026-06-01T09:01:00Z';
    const later = '2026-06-01T10:00:00Z';
    const role: SpendEntry['principal'] = { principalId: 'arn:aws:iam::444455556666:role/r', accountType: 'iam_role' };
    const spends = [
      spend(at, '4'),
      spend(at, '4', 'bob'),
      spend(at, '4', 'eve'),
      { ...spend(at, '4'), principal: role },
      spend(later, '1', 'bob'),
      { ...spend(later, '8'), principal: role },
    ];
    const { principals } = replay(spends, settings(rules));
    const totals = totalsByRule(settings(rules), [...principals.values()]);
    const cells = totals.map(({ rule, enforcement, budgets, limitUsd, stopped, notSpentUsd }) => [
      rule,
      enforcement,
      budgets,
      usdToString(limitUsd),
      stopped,
      usdToString(notSpentUsd),
    ]);
    expect(cells).to.deep.equal([
      ['big', 'enforce', 1, '5', 0, '0'],
      ['all', 'observe', 2, '2', 2, '1'],
      ['free', 'exempt', 0, '1', 0, '0'],
      ['nobody', 'enforce', 0, '3', 0, '0'],
      [undefined, 'enforce', 1, '1', 1, '8'],
    ]);
  });

  it('ends for who is exempt, over the limit as it is', () => {
    const rules = { 'budgets/free': { match: ['user/alice'], enforcement: 'exempt' } };
    const { principals, events } = replay([spend('2026-06-01T09:01:00Z', '9')], settings(rules));
    expect(principals.get(idOf('alice'))?.stops).to.equal(0);
    expect(events.at(-1)).to.equal('2026-06-01T09:05:00Z alice ObservationStarted');
  });

  it('carries over what was left of a period', () => {
    const rules = { 'budgets/a': { match: ['user/alice'], period: 'monthly', carryOver: { maxUsd: 0.5 } } };
    const spends = [spend('2026-06-01T09:00:00Z', '0.7'), spend('2026-07-01T09:00:00Z', '0.1')];
    const { principals } = replay(spends, settings(rules));
    expect(usdToString(principals.get(idOf('alice'))?.budget.limitUsd ?? ZERO_USD)).to.equal('1.3');
  });

  const zones = [
    // Midnight in the zone, at the next look of the monitor.
    ['Europe/Berlin', '5', '2026-10-31T23:00:00Z'],
    ['Asia/Kathmandu', '60', '2026-10-31T19:00:00Z'],
  ] as const;
  for (const [timeZone, monitorIntervalMinutes, restoredAt] of zones) {
    it(`gives access back within one interval of a new period in ${timeZone}`, () => {
      const rules = { 'budgets/a': { match: ['user/*'], period: 'monthly', timeZone }, monitorIntervalMinutes };
      const spends = [spend('2026-10-05T09:00:00Z', '2'), spend('2026-12-24T09:00:00Z', '0.1')];
      const { events } = replay(spends, settings(rules));
      expect(events).to.include(`${restoredAt} alice AccessRestored`);
    });
  }

  it('does what a plain count of each principal says', () => {
    const minutes = fc.integer({ min: 0, max: 6 * 24 * 60 });
    const cents = fc.integer({ min: 0, max: 70 });
    const rule = fc.record({
      limit: fc.integer({ min: 20, max: 150 }),
      days: fc.integer({ min: 1, max: 3 }),
      timeZone: fc.constantFrom('UTC', 'Asia/Kolkata'),
      enforcement: fc.constantFrom('enforce', 'observe', 'exempt'),
    });
    const call = fc.record({ minute: minutes, cents, name: fc.constantFrom('alice', 'bob', 'eve') });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 60 }), rule, rule, (calls, first, second) => {
        const rules = [
          ['alice', first],
          ['bob', second],
        ] as const;
        const written = rules.map(([name, { limit, days, ...terms }]) => [
          `budgets/${name}`,
          { match: [`user/${name}`], limitUsd: limit / 100, period: { days }, ...terms },
        ]);
        const spends = calls
          .map(({ minute, cents: cost, name }) =>
            spend(new Date(START + minute * MINUTE_MS).toISOString(), String(cost / 100), name),
          )
          .sort((left, right) => left.at - right.at);
        const stack: Rule = { limit: 100, days: 30, timeZone: 'UTC', enforcement: 'enforce' };
        const { principals } = replay(
          spends,
          settings({ ...(Object.fromEntries(written) as Record<string, unknown>), gracePeriodSeconds: '0' }),
        );
        for (const [principalId, outcome] of principals) {
          const own = rules.find(([name]) => idOf(name) === principalId)?.[1] ?? stack;
          const expected = counted(
            spends.filter(({ principal }) => principal.principalId === principalId),
            own,
          );
          expect(figures(outcome)).to.deep.equal(expected);
        }
      }),
    );
  });
});

const START = Date.UTC(2026, 5, 1);

interface Rule {
  /** Cents */
  readonly limit: number;
  readonly days: number;
  readonly timeZone: string;
  readonly enforcement: string;
}

function figures({ stops, firstStopAt, refusedUsd, notPreventedUsd, overshootUsd }: Outcome): object {
  return {
    stops,
    firstStopAt,
    refused: usdToString(refusedUsd),
    notPrevented: usdToString(notPreventedUsd),
    overshoot: usdToString(overshootUsd),
  };
}

/** Without grace, the look after the limit was reached cuts the access to the end of the period. */
function counted(spends: readonly SpendEntry[], { limit, days, timeZone, enforcement }: Rule): object {
  const limitUsd = usd(String(limit / 100));
  const shift = timeZone === 'UTC' ? 0 : 330 * MINUTE_MS;
  const dayOf = (instant: Instant): number => Math.floor((instant + shift) / DAY_MS);
  const periods = groupedBy(spends, ({ at }) => Math.floor((dayOf(at) - dayOf(spends[0]?.at ?? 0)) / days));
  let [stops, refused, overshoot] = [0, ZERO_USD, ZERO_USD];
  let firstStopAt: Instant | undefined;
  for (const [number, calls] of periods) {
    const end = (dayOf(spends[0]?.at ?? 0) + (number + 1) * days) * DAY_MS - shift;
    let spent = ZERO_USD;
    let stopAt = Number.POSITIVE_INFINITY;
    for (const { at, costUsd } of calls) {
      if (at >= stopAt) {
        refused = addUsd(refused, costUsd);
        continue;
      }
      spent = addUsd(spent, costUsd);
      const isOver = !isMoreThan(limitUsd, spent) && lookAfter(at) < end;
      if (isOver && enforcement !== 'exempt') stopAt = Math.min(stopAt, lookAfter(at));
    }
    overshoot = addUsd(overshoot, excessUsd(spent, limitUsd));
    if (!Number.isFinite(stopAt)) continue;
    stops += 1;
    firstStopAt ??= stopAt;
  }
  const [refusedUsd, notPrevented] = enforcement === 'observe' ? [ZERO_USD, refused] : [refused, ZERO_USD];
  return {
    stops,
    firstStopAt,
    refused: usdToString(refusedUsd),
    notPrevented: usdToString(notPrevented),
    overshoot: usdToString(overshoot),
  };
}
