import { expect } from 'chai';
import fc from 'fast-check';
import { DAY_MS } from '../../../domain/instant.js';
import { addUsd, excessUsd, usdToString, ZERO_USD } from '../../../domain/money.js';
import { createPriceBook, type PriceBook } from '../../../domain/pricing/priceBook.js';
import { meterDeliveries } from '../../../handlers/metering/meterDeliveries.js';
import { rerateProvisionalUsage } from '../../../handlers/metering/rerating.js';
import { lineOf } from '../../../handlers/metering/usageLines.js';
import type { UsageLedger } from '../../../handlers/ports/usageLedger.js';
import { TEST_PRICES } from '../../domain/pricing/prices.js';
import { CRASHES, failureOf, playEachCrash } from '../portCalls.js';
import { call, deliveryOf, IN_TIME, MeteringWorld, NOW } from './meteringWorld.js';

type Json = Readonly<Record<string, unknown>>;

/** One request as several records tell it; nova-micro costs 0.035 and 0.14 USD a million tokens. */
function told(input: number, output: number, overrides: Json = {}): Json {
  return call('r-1', { input: { inputTokenCount: input }, output: { outputTokenCount: output }, ...overrides });
}

const SMALL = told(1, 0);
const LARGE = told(100_000, 1000);
const LARGE_USD = '0.00364';

const ORDERS: readonly (readonly [string, readonly Json[]])[] = [
  ['small, large', [SMALL, LARGE]],
  ['large, small', [LARGE, SMALL]],
  ['small, small, large, small, large', [SMALL, SMALL, LARGE, SMALL, LARGE]],
  ['ever more', [SMALL, told(2, 0), told(2, 1), told(5000, 10), LARGE]],
  ['ever less', [LARGE, told(5000, 10), told(2, 1), told(2, 0), SMALL]],
];

/** The spend of the budget: of its period, and late; and the same of the rows. */
function sums(world: MeteringWorld): Readonly<Record<string, readonly string[]>> {
  const { spentUsd, lateSpentUsd, period } = world.row().budget;
  let [inTime, late] = [ZERO_USD, ZERO_USD];
  for (const { record, isLate, lateUsd = ZERO_USD, periodStart } of world.tables.entries) {
    late = addUsd(late, isLate ? record.costUsd : lateUsd);
    if (!isLate && periodStart === period.start) inTime = addUsd(inTime, excessUsd(record.costUsd, lateUsd));
  }
  return { budget: [spentUsd, lateSpentUsd].map(usdToString), rows: [inTime, late].map(usdToString) };
}

function expectSpent(world: MeteringWorld, inTime: string, late = '0'): void {
  expect(sums(world)).to.deep.equal({ budget: [inTime, late], rows: [inTime, late] });
}

describe('several records of one request', () => {
  for (const [what, records] of ORDERS) {
    it(`are charged as the largest, once: ${what}`, async () => {
      const [together, apart] = [new MeteringWorld(), new MeteringWorld()];
      await together.meter(records);
      for (const record of records) await apart.meter([record]);
      for (const world of [together, apart]) {
        expectSpent(world, LARGE_USD);
        expect(world.tables.entries).to.have.length(1);
        expect(usdToString(world.telemetry.totalUsd('SpendUsd'))).to.equal(LARGE_USD);
        expect(world.telemetry.total('InputTokens')).to.equal(100_000);
        expect(world.telemetry.total('OutputTokens')).to.equal(1000);
        expect(world.telemetry.total('InvocationsCharged')).to.equal(1);
        expect(world.telemetry.total('InvocationsDuplicate')).to.equal(records.length - 1);
      }
    });
  }

  it('are one line of usage in a batch, and a line each in batches of their own', async () => {
    const world = new MeteringWorld();
    const lines = async (...records: readonly Json[]): Promise<readonly unknown[]> => {
      const deliveries = records.map((record, index) => deliveryOf(`d-${index}`, [record]));
      const metered = await meterDeliveries(world.ports(), deliveries, IN_TIME);
      const found = metered.flatMap((one) => (one.kind === 'metered' ? one.records : []));
      return found.map((record) => (JSON.parse(lineOf(record)) as { costUsd: unknown }).costUsd);
    };
    expect(await lines(SMALL, LARGE, SMALL)).to.deep.equal([LARGE_USD]);
    expect(await lines(SMALL)).to.deep.equal(['0.000000035']);
    expect(await lines(LARGE)).to.deep.equal([LARGE_USD]);
  });

  for (const crash of CRASHES) {
    it(`are charged once when it ${crash} any call of the second and the batch comes again`, async () => {
      const faults = await playEachCrash(crash, async (calls) => {
        const world = new MeteringWorld();
        await world.meter([SMALL]);
        await failureOf(meterDeliveries(world.ports(calls), [deliveryOf('d', [LARGE])], IN_TIME));
        await world.meter([LARGE]);
        await world.meter([SMALL]);
        expectSpent(world, LARGE_USD);
      });
      expect(faults).to.equal(3);
    });
  }

  it('are charged as the largest by workers that run at the same time', async () => {
    const world = new MeteringWorld();
    const records = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((part) => [told(part * 12_500, part * 125), SMALL]);
    await Promise.all([...records, ...records].map((record) => world.meter([record])));
    expectSpent(world, LARGE_USD);
    expect(usdToString(world.telemetry.totalUsd('SpendUsd'))).to.equal(LARGE_USD);
  });

  it('replace a charge that costs nothing', async () => {
    const world = new MeteringWorld();
    const provisioned = 'arn:aws:bedrock:us-east-1:444455556666:provisioned-model/p1';
    await world.meter([told(1, 0, { modelId: provisioned })]);
    await world.meter([LARGE]);
    expectSpent(world, LARGE_USD);
  });

  it('are one request in whatever case its UUID is written', async () => {
    const requestId = '0b6e1a5e-7f0c-4b5e-9d53-2f5a0f7d9a01';
    const world = new MeteringWorld();
    await world.meter([{ ...SMALL, requestId: requestId.toUpperCase() }]);
    await world.meter([{ ...LARGE, requestId }]);
    await world.meter([{ ...LARGE, requestId: requestId.toUpperCase() }]);
    expectSpent(world, LARGE_USD);
    expect(world.tables.entries.map(({ record }) => record.requestId)).to.deep.equal([requestId]);
  });
});

describe('a larger record of a call whose period', () => {
  const NEXT = { timestamp: new Date(NOW + 31 * DAY_MS).toISOString() };

  it('has closed is late by the difference', async () => {
    const world = new MeteringWorld();
    await world.meter([SMALL]);
    world.clock.set(NOW + 31 * DAY_MS);
    await world.meter([call('next', NEXT)]);
    for (const record of [told(50_000, 0), LARGE, LARGE, SMALL]) await world.meter([record]);
    expectSpent(world, '0.00049', '0.003639965');
    const [row] = world.tables.entries;
    expect([row?.isLate, row?.periodStart, usdToString(row?.lateUsd ?? ZERO_USD)]).to.deep.equal([
      false,
      Date.UTC(2026, 8, 10),
      '0.003639965',
    ]);
    expect(usdToString(world.telemetry.totalUsd('LateSpendUsd'))).to.equal('0.003639965');
    expect(world.telemetry.total('InvocationsLate')).to.equal(1);
  });

  it('had closed before is late as a whole', async () => {
    const world = new MeteringWorld();
    world.clock.set(NOW + 31 * DAY_MS);
    await world.meter([call('next', NEXT)]);
    for (const record of [SMALL, LARGE, SMALL]) await world.meter([record]);
    expectSpent(world, '0.00049', LARGE_USD);
    expect(world.telemetry.total('InvocationsLate')).to.equal(1);
    expect(usdToString(world.telemetry.totalUsd('LateSpendUsd'))).to.equal(LARGE_USD);
  });

  it('had not begun by the clock stays with the period that it was charged to', async () => {
    const world = new MeteringWorld();
    const ahead = { timestamp: new Date(NOW + 31 * DAY_MS).toISOString() };
    await world.meter([call('now')]);
    await world.meter([{ ...SMALL, ...ahead }]);
    await world.meter([{ ...told(2, 0), ...ahead }]);
    expectSpent(world, '0.00049007');
    world.clock.set(NOW + 31 * DAY_MS);
    await world.meter([call('next', NEXT)]);
    await world.meter([{ ...LARGE, ...ahead }]);
    expectSpent(world, '0.00049', '0.00363993');
  });
});

describe('a larger record and prices that are learned', () => {
  const NEW_MODEL = 'anthropic.claude-haiku-9-v1:0';
  const known = TEST_PRICES.models.find(({ modelId }) => modelId === 'amazon.nova-micro-v1:0');
  if (known === undefined) throw new Error('no such model');
  const nextBook = createPriceBook({
    ...TEST_PRICES,
    models: [...TEST_PRICES.models, { ...known, modelId: NEW_MODEL, provider: 'anthropic' }],
  });
  const [small, middle, large] = [
    told(1, 0, { modelId: NEW_MODEL }),
    told(90_000, 1000, { modelId: NEW_MODEL }),
    told(100_000, 1000, { modelId: NEW_MODEL }),
  ];

  const steps = {
    small: (world: MeteringWorld) => world.meter([small]),
    middle: (world: MeteringWorld) => world.meter([middle]),
    large: (world: MeteringWorld) => world.meter([large]),
    learn: (world: MeteringWorld) => useBook(world, nextBook),
    forget: (world: MeteringWorld) => useBook(world, undefined),
    rerate: (world: MeteringWorld) => rerateProvisionalUsage(world.ports(), IN_TIME),
  };

  function useBook(world: MeteringWorld, book: PriceBook | undefined): Promise<void> {
    world.prices = world.container(book);
    return Promise.resolve();
  }

  it('leave rows and budget the same sum, and in the end the price of the largest', async () => {
    const names = Object.keys(steps) as (keyof typeof steps)[];
    const ending = ['learn', 'large', 'rerate', 'small', 'forget', 'middle', 'large', 'rerate'] as const;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...names), { maxLength: 14 }), async (order) => {
        const world = new MeteringWorld();
        await world.meter([call('other')]);
        for (const name of [...order, ...ending]) {
          await steps[name](world);
          const { budget, rows } = sums(world);
          expect(budget).to.deep.equal(rows);
        }
        expectSpent(world, '0.00413');
      }),
      { seed: 20261128, numRuns: 200 },
    );
  });

  for (const [what, first, book] of [
    ['at a stand-in price', small, undefined],
    ['at its own price', middle, nextBook],
  ] as const) {
    it(`are not mixed up when the larger, ${what}, comes between the look at the rows and the correction`, async () => {
      const world = new MeteringWorld();
      await world.meter([first]);
      const provisional = await world.tables.provisional(0);
      await useBook(world, book);
      await world.meter([large]);
      await useBook(world, nextBook);
      const ledger: UsageLedger = {
        charge: (change, entries) => world.tables.charge(change, entries),
        charged: (keys) => world.tables.charged(keys),
        find: (keys) => world.tables.find(keys),
        provisional: () => Promise.resolve(provisional),
      };
      await rerateProvisionalUsage({ ...world.ports(), ledger }, IN_TIME);
      expect(world.telemetry.total('UsageCorrected')).to.equal(0);
      expect(world.tables.entries[0]?.record.usage.inputTokens).to.equal(100_000);
      await rerateProvisionalUsage(world.ports(), IN_TIME);
      expectSpent(world, LARGE_USD);
    });
  }
});
