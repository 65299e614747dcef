import { expect } from 'chai';
import fc from 'fast-check';

import { DAY_MS, MINUTE_MS } from '../../../domain/instant.js';
import { addUsd, usd, usdToString, ZERO_USD } from '../../../domain/money.js';

import { createBudgetMonitor } from '../../../handlers/functions/budgetMonitor.js';
import { createBudgetStatus } from '../../../handlers/functions/budgetStatus.js';
import type { StoredBudget } from '../../../handlers/ports/budgetStore.js';

import { NOON } from '../../domain/budget/histories.js';

import { idOf, streamOf } from '../budgetWorld.js';
import { CRASHES, failureOf, playEachCrash } from '../portCalls.js';
import { CONTEXT } from '../stubs.js';

import { PROFILE, settingsWith, TEAM, TEAM_ID, TeamWorld } from './teamWorld.js';

describe('the spend of a team', () => {
  it('is what its members’ calls have cost, and the calls by its profile', async () => {
    const world = new TeamWorld();
    await world.spends('ana', '1.25');
    await world.spends('ben', '2');
    await world.spends('stranger', '4');
    await world.spends('stranger', '0.5', { profile: PROFILE });
    await world.spends('ana', '0.00000000875');
    await world.delivers();
    expect(usdToString(world.team.spentUsd)).to.equal('3.75000000875');
    expect(world.team).to.include({ accountType: 'team', limitFrom: 'team search', status: 'active' });
    expect(world.announced).to.include('search BudgetOpened');
  });

  for (const crash of CRASHES) {
    it(`is exact after a crash ${crash} any call of the monitor`, async () => {
      const played = await playEachCrash(crash, async (calls) => {
        const world = new TeamWorld();
        for (const name of ['ana', 'ben', 'ana', 'cleo']) await world.spends(name, '1.1');
        await failureOf(world.delivers(calls));
        await world.delivers();
        await world.sweeps();
        expect(usdToString(world.team.spentUsd)).to.equal('4.4');
        expect(world.tables.counts.map(({ countedUsd }) => usdToString(countedUsd))).to.deep.equal([
          '2.2',
          '1.1',
          '1.1',
        ]);
      });
      expect(played).to.be.greaterThan(5);
    });
  }

  it('is exact whatever comes again, and in parts', async () => {
    const acts = fc.array(
      fc.record({
        name: fc.constantFrom('ana', 'ben', 'cleo'),
        cents: fc.integer({ min: 1, max: 300 }),
        days: fc.constantFrom(0, 0, 0, 1, 20),
        ago: fc.constantFrom(0, 0, 5, 40),
      }),
      { minLength: 1, maxLength: 15 },
    );
    const batches = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(acts, batches, async (calls, again) => {
        const world = new TeamWorld();
        const images: StoredBudget[] = [];
        let total = ZERO_USD;
        for (const { name, cents, days, ago } of calls) {
          await world.clock.sleep(days * DAY_MS);
          const cost = (cents / 100).toFixed(2);
          await world.spends(name, cost, { at: Math.max(NOON, world.clock.now() - ago * DAY_MS) });
          total = addUsd(total, usd(cost));
          images.push(...world.undelivered);
          await world.delivers();
        }
        for (const [from, count] of again) {
          await createBudgetMonitor(world.ports())(streamOf(...images.slice(from, from + count)), CONTEXT);
        }
        const counted = world.tables.records
          .filter(({ budget }) => budget.accountType !== 'team')
          .flatMap(({ budget }) => budget.teamSpend)
          .filter(({ period }) => period.start === world.team.period.start)
          .reduce((sum, { spentUsd }) => addUsd(sum, spentUsd), ZERO_USD);
        expect(usdToString(world.team.spentUsd)).to.equal(usdToString(counted));
        const published = world.bus.published.filter(
          ({ detail }) => detail.principalId === TEAM_ID && detail.type === 'PeriodStarted',
        );
        const closed = [...new Map(published.map(({ eventId, detail }) => [eventId, detail])).values()]
          .map((detail) => usd(String((detail as { previousSpentUsd?: string }).previousSpentUsd)))
          .reduce(addUsd, ZERO_USD);
        expect(usdToString(addUsd(addUsd(closed, world.team.spentUsd), world.team.lateSpentUsd))).to.equal(
          usdToString(total),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('that the stream cannot count is counted by the next sweep', async () => {
    const world = new TeamWorld();
    await world.spends('ana', '1');
    const broken = {
      ...world.ports(),
      counts: { ...world.tables.teamCounts, save: () => Promise.reject(new Error('throttled')) },
    };
    const answer = await createBudgetMonitor(broken)(streamOf(...world.undelivered), CONTEXT);
    expect(answer?.batchItemFailures).to.have.length(1);
    world.undelivered.length = 0;
    expect(world.tables.stored(TEAM_ID)).to.equal(undefined);
    await world.sweeps();
    expect(usdToString(world.team.spentUsd)).to.equal('1');
  });

  it('of a row that somebody deleted stays, and the next one counts from nothing', async () => {
    const world = new TeamWorld();
    await world.spends('ana', '1');
    await world.delivers();
    const count = world.tables.counts[0];
    await world.clock.sleep(MINUTE_MS);
    const again = { ...world.row('ana'), createdAt: world.clock.now(), version: 1 };
    await createBudgetMonitor(world.ports())(
      streamOf({
        ...again,
        budget: {
          ...again.budget,
          teamSpend: again.budget.teamSpend.map((one) => ({ ...one, spentUsd: usd('0.25') })),
        },
      }),
      CONTEXT,
    );
    expect(count).not.to.equal(undefined);
    expect(usdToString(world.team.spentUsd)).to.equal('1.25');
  });
});

describe('a team over its limit', () => {
  const over = async (settings = settingsWith(TEAM)): Promise<TeamWorld> => {
    const world = new TeamWorld();
    world.settings = settings;
    for (const [name, cost] of [
      ['ana', '6'],
      ['ben', '4'],
      ['stranger', '3'],
    ] as const)
      await world.spends(name, cost);
    await world.does(idOf('cleo'), {
      type: 'OpenBudget',
      principal: { principalId: idOf('cleo'), accountType: 'iam_user' },
      seenAt: NOON,
    });
    await world.delivers();
    await world.works();
    return world;
  };

  it('has the members suspended that spent in its period, and nobody else', async () => {
    const world = await over();
    expect(world.team.status).to.equal('suspended');
    expect(world.statuses('ana', 'ben', 'cleo', 'stranger')).to.deep.equal([
      'suspended',
      'suspended',
      'active',
      'active',
    ]);
    expect(world.row('ana').budget).to.include({ team: 'search' });
    expect(world.announced).to.include.members([
      'search TeamSuspended no-grace',
      'ana SuspensionStarted team',
      'ben AccessSuspended',
    ]);
    const [told] = world.bus.published.filter(({ detail }) => detail.type === 'AccessSuspended');
    expect(told?.detail).to.include({ team: 'search' });
  });

  it('has a member suspended that spends only then, and leaves who spends by its profile alone', async () => {
    const world = await over();
    await world.spends('cleo', '0.01');
    await world.spends('stranger', '0.01', { profile: PROFILE });
    await world.delivers();
    await world.works();
    expect(world.statuses('cleo', 'stranger')).to.deep.equal(['suspended', 'active']);
  });

  it('only tells while it observes', async () => {
    const world = await over(settingsWith({ ...TEAM, enforcement: 'observe' }));
    expect(world.statuses('ana', 'ben')).to.deep.equal(['active', 'active']);
    expect(world.announced).to.include('search WouldHaveSuspended no-grace');
  });

  const ends: readonly (readonly [string, (world: TeamWorld) => unknown, readonly string[]])[] = [
    [
      'its period ends',
      (world) => {
        world.clock.set(Date.UTC(2026, 6, 1));
      },
      ['active', 'active'],
    ],
    [
      'its limit is raised',
      (world) => (world.settings = settingsWith({ ...TEAM, limitUsd: '11' })),
      ['active', 'active'],
    ],
    ['it is topped up', (world) => operate(world, { operation: 'top-up', amountUsd: '5' }), ['active', 'active']],
    ['it is exempt', (world) => operate(world, { operation: 'exempt' }), ['active', 'active']],
    [
      'a member leaves',
      (world) => (world.settings = settingsWith({ ...TEAM, members: ['user/ben'] })),
      ['active', 'suspended'],
    ],
    ['it is removed', (world) => (world.settings = settingsWith(undefined)), ['active', 'active']],
    [
      'it observes',
      (world) => (world.settings = settingsWith({ ...TEAM, enforcement: 'observe' })),
      ['active', 'active'],
    ],
    ['nothing happens', () => undefined, ['suspended', 'suspended']],
  ];
  for (const [what, act, expected] of ends) {
    it(`lets members go within one look of the monitor when ${what}`, async () => {
      const world = await over();
      await act(world);
      await world.passes(5 * MINUTE_MS);
      expect(world.statuses('ana', 'ben')).to.deep.equal(expected);
      await world.passes(5 * MINUTE_MS);
      expect(world.statuses('ana', 'ben')).to.deep.equal(expected);
    });
  }

  it('keeps whom another level holds, until that lets go', async () => {
    const own = {
      'budgets/ana': JSON.stringify({ order: 1, match: ['user/ana'], limitUsd: '5', gracePeriodSeconds: 0 }),
    };
    const world = await over(settingsWith(TEAM, own));
    expect(world.statuses('ana', 'ben')).to.deep.equal(['suspended', 'suspended']);
    world.settings = settingsWith({ ...TEAM, limitUsd: '50' }, own);
    await world.passes(5 * MINUTE_MS);
    expect(world.statuses('ana', 'ben')).to.deep.equal(['suspended', 'active']);
    world.settings = settingsWith({ ...TEAM, limitUsd: '50' });
    await world.passes(5 * MINUTE_MS);
    expect(world.statuses('ana', 'ben')).to.deep.equal(['active', 'active']);
  });
});

async function operate(world: TeamWorld, fields: Readonly<Record<string, string>>): Promise<void> {
  const by = { principalId: TEAM_ID, by: 'arn:aws:iam::444455556666:user/op', reason: 'quarter end' };
  const answer = await createBudgetStatus(world.ports())({ ...by, ...fields });
  expect(answer).to.deep.equal({ verdict: 'done' });
  await world.delivers();
}
