import { expect } from 'chai';
import { MINUTE_MS } from '../../../domain/instant.js';
import { forEachDue } from '../../../handlers/budgets/dueBudgets.js';
import { BudgetWorld, idOf, settled } from '../budgetWorld.js';
import { NOON, open } from '../../domain/budget/histories.js';

const IN_TIME = Number.POSITIVE_INFINITY;
const NOW = NOON + 10 * MINUTE_MS;

/** Budgets `0`, `1` and so on, each due a millisecond after the one before. */
async function dueBudgets(count: number): Promise<BudgetWorld> {
  const row = settled('0', [open()]);
  const rows = Array.from({ length: count }, (_, index) => ({
    ...row,
    budget: { ...row.budget, principalId: idOf(String(index)) },
    reviewDueAt: NOON + index,
  }));
  return BudgetWorld.with([...rows].reverse(), NOW);
}

/** What the monitor does where there is still work: the row stays due, at a later instant. */
async function dueAgain(world: BudgetWorld, principalId: string): Promise<void> {
  world.clock.set(world.clock.now() + 1);
  const before = (await world.tables.read([principalId])).get(principalId);
  if (before === undefined) throw new Error(principalId);
  const after = { ...before, version: before.version + 1, reviewDueAt: world.clock.now() };
  await world.tables.save({ before, after });
}

function idsTo(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => idOf(String(index)));
}

describe('forEachDue', () => {
  it('takes those first that have waited longest, each once, also where they stay due', async () => {
    const world = await dueBudgets(250);
    const seen: string[] = [];
    const swept = await forEachDue(world.ports(), 'review', IN_TIME, async (principalId) => {
      seen.push(principalId);
      if (seen.length > 500) throw new Error('no end');
      await dueAgain(world, principalId);
    });
    expect(swept).to.deep.equal({ done: 250, failures: [], isComplete: true });
    expect(seen).to.deep.equal(idsTo(250));
  });

  it('leaves those alone that are not due yet, and takes one that is due now', async () => {
    const world = await dueBudgets(3);
    world.clock.set(NOON + 1);
    const seen: string[] = [];
    await forEachDue(world.ports(), 'review', IN_TIME, (principalId) => Promise.resolve(void seen.push(principalId)));
    expect(seen).to.deep.equal(idsTo(2));
  });

  it('goes on past one that fails, and tells which', async () => {
    const world = await dueBudgets(3);
    const failure = new Error('throttled');
    const swept = await forEachDue(world.ports(), 'review', IN_TIME, (principalId) =>
      principalId === idOf('0') ? Promise.reject(failure) : Promise.resolve(),
    );
    expect(swept).to.deep.equal({ done: 2, failures: [failure], isComplete: true });
    expect(world.telemetry.total('BudgetsFailed')).to.equal(1);
    expect(world.telemetry.entries).to.deep.equal([
      {
        level: 'error',
        message: 'the review of a budget failed; it stays due',
        fields: { principalId: idOf('0') },
        error: failure,
      },
    ]);
  });

  for (const [what, deadline, done] of [
    ['with the page during which time ran out', NOW + 1, 100],
    ['before the first page where there is no time', NOW, 0],
  ] as const) {
    it(`ends ${what}`, async () => {
      const world = await dueBudgets(150);
      const swept = await forEachDue(world.ports(), 'review', deadline, () => {
        world.clock.set(NOW + 1);
        return Promise.resolve();
      });
      expect(swept).to.deep.equal({ done, failures: [], isComplete: false });
    });
  }

  it('works on four at a time', async () => {
    const world = await dueBudgets(12);
    let running = 0;
    const most: number[] = [];
    await forEachDue(world.ports(), 'review', IN_TIME, async () => {
      running += 1;
      most.push(running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    });
    expect(Math.max(...most)).to.equal(4);
  });
});
