import { expect } from 'chai';
import { DAY_MS, MINUTE_MS } from '../../../domain/instant.js';
import { CorruptRowError, OutOfTimeError, PartialFailureError } from '../../../handlers/runtime/errors.js';
import type { RecordedMetric } from '../../../handlers/contracts/metrics.js';
import { NO_BUDGETS, type BudgetCensus } from '../../../handlers/ports/budgetCensus.js';
import { createStateReporter, type StateReporterPorts } from '../../../handlers/functions/stateReporter.js';
import { MemoryPriceTable } from '../../../local/memory/memoryPriceTable.js';
import { SITUATIONS, type Situation } from '../accessWorld.js';
import { BudgetWorld, settled } from '../budgetWorld.js';
import { failureOf } from '../portCalls.js';
import { CONTEXT } from '../stubs.js';

const NOW = Date.UTC(2026, 9, 20, 12);

const GAUGES = [
  'BudgetsActive',
  'BudgetsInGrace',
  'BudgetsSuspending',
  'BudgetsSuspended',
  'BudgetsRestoring',
  'BudgetsAlertOnly',
] as const satisfies readonly RecordedMetric[];

interface Scene {
  readonly world: BudgetWorld;
  readonly report: (ports?: Partial<StateReporterPorts>) => Promise<void>;
  readonly told: (metric: RecordedMetric) => readonly number[];
}

/** Budgets in these situations, and prices that were refreshed a while ago, or never. */
async function scene(situations: readonly Situation[], refreshedMsAgo?: number): Promise<Scene> {
  const records = situations.map((situation, index) => settled(`user-${index}`, SITUATIONS[situation]));
  const world = await BudgetWorld.with(records, NOW);
  const prices = new MemoryPriceTable();
  if (refreshedMsAgo !== undefined) await prices.markRefreshed(NOW - refreshedMsAgo);
  const { clock, telemetry } = world;
  const own = { census: world.tables, prices, clock, telemetry };
  return {
    world,
    report: (ports = {}) => createStateReporter({ ...own, ...ports })({}, CONTEXT),
    told: (metric) => telemetry.recorded(metric),
  };
}

function failingCensus(error: Error): BudgetCensus {
  return { countByStatus: () => Promise.reject(error) };
}

describe('createStateReporter', () => {
  const tables: readonly (readonly [readonly Situation[], readonly number[]])[] = [
    [[], [0, 0, 0, 0, 0, 0]],
    [['closed'], [0, 0, 0, 0, 0, 0]],
    [
      ['active', 'active', 'in grace', 'alert only'],
      [2, 1, 0, 0, 0, 1],
    ],
    [
      ['to be suspended', 'suspending', 'suspended', 'suspended', 'held by an operator', 'to be restored', 'refused'],
      [1, 0, 2, 3, 1, 0],
    ],
  ];
  for (const [situations, counts] of tables) {
    it(`tells how many budgets stand how where they are ${situations.join(', ') || 'none'}`, async () => {
      const { world, report, told } = await scene(situations);
      await report();
      expect(GAUGES.map(told)).to.deep.equal(counts.map((count) => [count]));
      expect(world.telemetry.flushes).to.equal(1);
    });
  }

  const ages: readonly (readonly [string, number | undefined, readonly number[]])[] = [
    ['never', undefined, []],
    ['a day ago', DAY_MS, [86_400]],
    ['right now', 0, [0]],
    ['in the future of its clock', -MINUTE_MS, [0]],
  ];
  for (const [when, msAgo, age] of ages) {
    it(`tells the age of prices that were refreshed ${when}`, async () => {
      const { report, told } = await scene([], msAgo);
      await report();
      expect(told('PriceAgeSeconds')).to.deep.equal(age);
    });
  }

  it('names a row that cannot be read, and counts the others', async () => {
    const { world, report, told } = await scene([]);
    const unreadable = ['alice', 'bob'];
    await report({
      census: { countByStatus: () => Promise.resolve({ budgets: { ...NO_BUDGETS, active: 5 }, unreadable }) },
    });
    expect(told('BudgetsActive')).to.deep.equal([5]);
    expect(world.telemetry.total('BudgetsFailed')).to.equal(2);
    expect(world.telemetry.entries.map(({ fields }) => fields)).to.deep.equal([{ budgets: 2, principalId: 'alice' }]);
  });

  it('tells the age of prices where budgets cannot be counted, and fails', async () => {
    const { world, report, told } = await scene(['active'], DAY_MS);
    const late = new OutOfTimeError('not all budgets could be counted');
    const error = await failureOf(report({ census: failingCensus(late) }));
    expect(error).to.be.instanceOf(PartialFailureError).with.property('errors').that.deep.equals([late]);
    expect(told('PriceAgeSeconds')).to.deep.equal([86_400]);
    expect(GAUGES.flatMap(told)).to.deep.equal([]);
    expect(world.telemetry.flushes).to.equal(1);
  });

  it('counts budgets where the age of prices cannot be read, and fails', async () => {
    const { report, told } = await scene(['active']);
    const corrupt = new CorruptRowError('Pricing refresh', 'last_updated', 'an instant');
    const error = await failureOf(report({ prices: { refreshedAt: () => Promise.reject(corrupt) } }));
    expect(error).to.be.instanceOf(PartialFailureError).with.property('errors').that.deep.equals([corrupt]);
    expect(told('BudgetsActive')).to.deep.equal([1]);
  });

  it('gives the count as long as the invocation lasts, less what ending it takes', async () => {
    const deadlines: number[] = [];
    const { report } = await scene([]);
    await report({
      census: {
        countByStatus: (deadline) => {
          deadlines.push(deadline);
          return Promise.resolve({ budgets: NO_BUDGETS, unreadable: [] });
        },
      },
    });
    expect(deadlines).to.deep.equal([NOW + 45_000]);
  });
});
