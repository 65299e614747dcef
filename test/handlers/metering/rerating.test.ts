import { expect } from 'chai';
import { DAY_MS, MINUTE_MS } from '../../../domain/instant.js';
import { usd } from '../../../domain/money.js';
import { createPriceBook } from '../../../domain/pricing/priceBook.js';
import { changeBudget } from '../../../handlers/budgets/budgetChanges.js';
import { OutOfTimeError } from '../../../handlers/runtime/errors.js';
import { rerateProvisionalUsage } from '../../../handlers/metering/rerating.js';
import { TEST_PRICES } from '../../domain/pricing/prices.js';
import { ACCOUNT } from '../../domain/invocations/records.js';
import { CRASHES, failureOf, playEachCrash } from '../portCalls.js';
import { call, IN_TIME, MeteringWorld, NOW } from './meteringWorld.js';

const NEW_MODEL = 'anthropic.claude-haiku-9-v1:0';
const PROFILE = `arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile/a1b2c3d4`;
const BOB = `arn:aws:iam::${ACCOUNT}:user/bob`;

/** The book a release later. */
const NEXT_BOOK = createPriceBook({
  ...TEST_PRICES,
  models: [
    ...TEST_PRICES.models,
    {
      modelId: NEW_MODEL,
      name: 'Claude Haiku 9',
      provider: 'anthropic',
      modality: 'text',
      rows: [
        {
          regions: ['*'],
          scope: 'regional',
          tier: 'standard',
          contextSize: 'standard',
          effectiveFrom: '2026-09-01',
          rates: {
            inputTokens: { usdPer1000: '0.001', source: 'list' },
            outputTokens: { usdPer1000: '0.005', source: 'list' },
          },
        },
      ],
    },
  ],
});

function learnTheModel(world: MeteringWorld): void {
  world.prices = world.container(NEXT_BOOK);
}

async function writeThePriceOfTheRegion(world: MeteringWorld): Promise<void> {
  const standard = { tier: 'standard', contextSize: 'standard', effectiveFrom: '2026-09-01' } as const;
  const row = {
    modelId: 'amazon.nova-micro-v1:0',
    region: 'eu-west-1',
    scope: 'regional',
    source: 'AmazonBedrock-2026-09-10',
    rates: [
      { ...standard, dimension: 'inputTokens', usdPer1000: usd('0.00004') },
      { ...standard, dimension: 'outputTokens', usdPer1000: usd('0.0002') },
    ],
  } as const;
  await world.priceTable.write([row], NOW, NOW + DAY_MS);
  world.prices = world.container();
}

function learnTheProfile(world: MeteringWorld): void {
  world.prices = world.container(undefined, new Map([[PROFILE, 'amazon.nova-micro-v1:0']]));
}

/** 35.00014 USD: so much that taking a correction back twice would not be refused as more than was charged. */
const LARGE = { input: { inputTokenCount: 1_000_000_000 } };

/** Calls of a model that is not in the book, `perUser` of each of two users, beside one that is known. */
async function worldOfUnknown(perUser: number, known: Readonly<Record<string, unknown>> = {}): Promise<MeteringWorld> {
  const world = new MeteringWorld();
  const calls = Array.from({ length: perUser }, (_, index) => [
    call(`alice-${index}`, { modelId: NEW_MODEL }),
    call(`bob-${index}`, { modelId: NEW_MODEL, identity: { arn: BOB } }),
  ]);
  await world.meter([...calls.flat(), call('known-1', known), call('known-2', { ...known, identity: { arn: BOB } })]);
  return world;
}

describe('rerateProvisionalUsage', () => {
  for (const [what, overrides, learn, before, after] of [
    ['a book that knows the model', { modelId: NEW_MODEL }, learnTheModel, '0.27', '0.045'],
    ['a price row for the Region', { region: 'eu-west-1' }, writeThePriceOfTheRegion, '0.00147', '0.0018'],
    ['the model behind the profile', { modelId: PROFILE }, learnTheProfile, '0.27', '0.00147'],
  ] as const) {
    it(`prices usage again by ${what}, once`, async () => {
      const world = new MeteringWorld();
      await world.meter(['1', '2', '3'].map((requestId) => call(requestId, overrides)));
      expect(world.spent()).to.deep.equal([before, before]);
      expect(world.statuses()).to.deep.equal({ provisional: 3 });
      await learn(world);
      for (let run = 1; run <= 2; run += 1) {
        await rerateProvisionalUsage(world.ports(), IN_TIME);
        expect(world.spent(), `run ${run}`).to.deep.equal([after, after]);
        expect(world.statuses(), `run ${run}`).to.deep.equal({ priced: 3 });
        expect(world.telemetry.total('UsageCorrected'), `run ${run}`).to.equal(3);
      }
      expect(world.tables.entries.map(({ record }) => record.requestId)).to.deep.equal(['1', '2', '3']);
      const corrected = world.row().outbox.filter(({ detail }) => detail.type === 'SpendCorrected');
      expect(corrected.map(({ detail }) => [detail['previousSpentUsd'], detail.spentUsd])).to.deep.equal([
        [before, after],
      ]);
    });
  }

  for (const crash of CRASHES) {
    it(`corrects exactly once when a run ${crash} any of its calls and is repeated`, async () => {
      const faults = await playEachCrash(crash, async (calls) => {
        const world = await worldOfUnknown(120, LARGE);
        learnTheModel(world);
        await failureOf(rerateProvisionalUsage(world.ports(calls), IN_TIME));
        await rerateProvisionalUsage(world.ports(), IN_TIME);
        expect(world.spent()).to.deep.equal(['36.80014', '36.80014']);
        expect(world.spent(BOB)).to.deep.equal(['36.80014', '36.80014']);
        expect(world.statuses()).to.deep.equal({ priced: 242 });
      });
      expect(faults).to.equal(7);
    });
  }

  it('corrects exactly once when two runs interleave', async () => {
    const world = await worldOfUnknown(250, LARGE);
    learnTheModel(world);
    await Promise.all([1, 2].map(() => rerateProvisionalUsage(world.ports(), IN_TIME)));
    expect(world.spent()).to.deep.equal(['38.75014', '38.75014']);
    expect(world.spent(BOB)).to.deep.equal(['38.75014', '38.75014']);
    expect(world.telemetry.total('UsageCorrected')).to.equal(500);
    expect(world.telemetry.total('WriteConflicts')).to.be.at.least(1);
  });

  it('counts what is charged while it corrects', async () => {
    const world = await worldOfUnknown(120);
    learnTheModel(world);
    await Promise.all([
      rerateProvisionalUsage(world.ports(), IN_TIME),
      ...[1, 2, 3].map((number) => world.meter([call(`more-${number}`)])),
    ]);
    expect(world.spent()).to.deep.equal(['1.80196', '1.80196']);
  });

  it('leaves a period that has closed as it was charged', async () => {
    const world = await worldOfUnknown(3);
    world.clock.set(NOW + 31 * DAY_MS);
    await world.meter([call('next', { modelId: NEW_MODEL, timestamp: '2026-10-11T08:59:00Z' })]);
    learnTheModel(world);
    const closed = world.tables.entries.filter(({ record }) => record.requestId.startsWith('alice'));
    await rerateProvisionalUsage(world.ports(), IN_TIME);
    expect(world.spent()).to.deep.equal(['0.015', '0.015']);
    expect(world.tables.entries.filter(({ record }) => record.requestId.startsWith('alice'))).to.deep.equal(closed);
    const stays = world.telemetry.entries.filter(({ message }) => message === 'provisional usage stays as charged');
    expect(stays.map(({ fields }) => [fields['reason'], fields['count']])).to.deep.equal([
      ['that period has closed', 3],
    ]);
  });

  it('leaves late entries: they were charged to no period', async () => {
    const world = new MeteringWorld();
    world.clock.set(NOW + 31 * DAY_MS);
    await world.meter([call('in-time', { ...LARGE, timestamp: '2026-10-11T08:59:00Z' })]);
    await world.meter([call('late', { modelId: NEW_MODEL })]);
    learnTheModel(world);
    const rows = world.rows();
    await rerateProvisionalUsage(world.ports(), IN_TIME);
    expect(world.rows()).to.deep.equal(rows);
    expect(world.row().budget.lateSpentUsd.toFixed()).to.equal('0.09');
    expect(world.statuses()).to.deep.equal({ priced: 1, provisional: 1 });
  });

  it('leaves what is still unknown', async () => {
    const world = await worldOfUnknown(3);
    const rows = world.rows();
    world.prices = world.container();
    await rerateProvisionalUsage(world.ports(), IN_TIME);
    expect(world.rows()).to.deep.equal(rows);
    expect(world.telemetry.total('UsageCorrected')).to.equal(0);
  });

  it('ends grace where the corrected spend is within the limit', async () => {
    const world = await worldOfUnknown(12);
    await changeBudget(world.ports(), BOB, { type: 'ReviewBudget' }, world.settings);
    expect(world.row(BOB).budget).to.include({ status: 'grace' });
    learnTheModel(world);
    world.clock.set(NOW + MINUTE_MS);
    await rerateProvisionalUsage(world.ports(), IN_TIME);
    expect(world.row(BOB).budget).to.include({ status: 'active' });
    expect(world.spent(BOB)).to.deep.equal(['0.18049', '0.18049']);
    const { detail } = world.row(BOB).outbox.at(-1) ?? {};
    expect(detail).to.include({ type: 'GraceCancelled', reason: 'price-corrected', spentUsd: '0.18049' });
  });

  it('stops when time is over, and the next run goes on', async () => {
    const world = await worldOfUnknown(3);
    learnTheModel(world);
    expect(await failureOf(rerateProvisionalUsage(world.ports(), NOW))).to.be.instanceOf(OutOfTimeError);
    expect(world.statuses()).to.deep.equal({ provisional: 6, priced: 2 });
    await rerateProvisionalUsage(world.ports(), IN_TIME);
    expect(world.statuses()).to.deep.equal({ priced: 8 });
  });

  it('tells whose usage it could not correct, and goes on with the others', async () => {
    const world = await worldOfUnknown(3);
    learnTheModel(world);
    const failure = new Error('throttled');
    const ports = world.ports();
    const read = (ids: readonly string[]): ReturnType<typeof ports.budgets.read> =>
      ids.includes(BOB) ? Promise.reject(failure) : world.tables.read(ids);
    const problem = await failureOf(rerateProvisionalUsage({ ...ports, budgets: { ...ports.budgets, read } }, IN_TIME));
    expect(String(problem)).to.include('provisional usage of 1 budgets could not be priced again');
    expect((problem as AggregateError).errors).to.deep.equal([failure]);
    expect(world.statuses()).to.deep.equal({ provisional: 3, priced: 5 });
    const errors = world.telemetry.entries.filter(({ level }) => level === 'error');
    expect(errors.map(({ fields, error }) => [fields['principalId'], error])).to.deep.equal([[BOB, failure]]);
  });

  it('takes the end of its time between two budgets for no failure of theirs', async () => {
    const world = await worldOfUnknown(3);
    learnTheModel(world);
    const ports = world.ports();
    const charge: typeof ports.ledger.charge = (...args) => {
      world.clock.set(NOW + 1);
      return world.tables.charge(...args);
    };
    const ledger = { ...ports.ledger, charge, provisional: (since: number) => world.tables.provisional(since) };
    const problem = await failureOf(rerateProvisionalUsage({ ...ports, ledger }, NOW + 1));
    expect(problem).to.be.instanceOf(OutOfTimeError);
    expect(world.statuses()).to.deep.equal({ provisional: 3, priced: 5 });
    expect(world.telemetry.entries.filter(({ level }) => level === 'error')).to.deep.equal([]);
  });

  it('looks at calls as old as the longest period, whatever the setting is now', async () => {
    const world = new MeteringWorld();
    const asked: number[] = [];
    const { ledger, ...ports } = world.ports();
    const provisional = (since: number): ReturnType<typeof ledger.provisional> => {
      asked.push(since);
      return Promise.resolve({ entries: [], next: undefined });
    };
    await rerateProvisionalUsage({ ...ports, ledger: { ...ledger, provisional } }, IN_TIME);
    expect(asked).to.deep.equal([NOW - 366 * DAY_MS]);
  });

  it('reads page after page, to the last', async () => {
    const world = new MeteringWorld();
    const asked: (string | undefined)[] = [];
    const { ledger, ...ports } = world.ports();
    const provisional: typeof ledger.provisional = (_, from) => {
      asked.push(from);
      return Promise.resolve({ entries: [], next: from === undefined ? 'second' : undefined });
    };
    await rerateProvisionalUsage({ ...ports, ledger: { ...ledger, provisional } }, IN_TIME);
    expect(asked).to.deep.equal([undefined, 'second']);
  });
});
