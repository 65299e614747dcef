import { expect } from 'chai';
import sinon from 'sinon';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../domain/instant.js';
import { usd } from '../../../domain/money.js';
import { budgetItem } from '../../../handlers/adapters/budgetItem.js';
import { createBudgetMonitor } from '../../../handlers/functions/budgetMonitor.js';
import { CorruptRowError, PartialFailureError } from '../../../handlers/runtime/errors.js';
import type { StoredBudget } from '../../../handlers/ports/budgetStore.js';
import { changeLimit, NOON, open, spend, step } from '../../domain/budget/histories.js';
import { BudgetWorld, idOf, settled, streamOf, waiting } from '../budgetWorld.js';
import { CRASHES, failureOf, playEachCrash } from '../portCalls.js';
import { CONTEXT, settingsOf } from '../stubs.js';

const HOUR_LATER = NOON + 60 * MINUTE_MS;
const SWEEP = { source: 'aws.scheduler' };
const SPENT = [open('10'), spend('10', NOON + MINUTE_MS)];
const IN_GRACE = [...SPENT, step('ReviewBudget', NOON + 2 * MINUTE_MS)];
const SUSPENDING = [...IN_GRACE, step('ReviewBudget', NOON + 10 * MINUTE_MS)];

/** The limit as somebody has written it into the row, which the monitor is to notice. */
function withLimit(record: StoredBudget, limit: string): StoredBudget {
  return { ...record, budget: { ...record.budget, limitUsd: usd(limit), baseLimitUsd: usd(limit) } };
}

/** One of each kind of work. */
const MIXED: readonly StoredBudget[] = [
  settled('alice', [open('10'), spend('9.5', NOON + MINUTE_MS)]),
  waiting('bob', SPENT),
  settled('carol', IN_GRACE),
  withLimit(settled('dave', IN_GRACE), '20'),
  settled('erin', SUSPENDING),
  waiting('frank', [open('10')]),
  settled('grace', [open('10'), spend('1', NOON)]),
];

const MIXED_EVENTS = [
  'alice ThresholdReached critical',
  'bob BudgetOpened',
  'bob GraceStarted',
  'bob ThresholdReached exceeded',
  'carol SuspensionStarted grace-over',
  'dave GraceCancelled limit-raised',
  'dave LimitChanged',
  'erin SuspensionStarted workflow-stuck',
  'frank BudgetOpened',
];

const WAYS = [
  ['by the stream', (records: readonly StoredBudget[]): unknown => streamOf(...records)],
  ['by the sweep', (): unknown => SWEEP],
] as const;

/** How many budgets were counted at each threshold. */
function reached({ telemetry }: BudgetWorld): readonly number[] {
  return (['WarningsReached', 'CriticalsReached', 'LimitsExceeded'] as const).map((name) => telemetry.total(name));
}

/** Lets the store fail for one principal. */
function failFor(world: BudgetWorld, method: 'read' | 'save', name: string, error: Error): void {
  const { tables } = world;
  const read = tables.read.bind(tables);
  const save = tables.save.bind(tables);
  if (method === 'read') {
    sinon.stub(tables, 'read').callsFake((ids) => (ids.includes(idOf(name)) ? Promise.reject(error) : read(ids)));
  } else {
    const isIts = (record: StoredBudget): boolean => record.budget.principalId === idOf(name);
    sinon.stub(tables, 'save').callsFake((change) => (isIts(change.after) ? Promise.reject(error) : save(change)));
  }
}

describe('createBudgetMonitor', () => {
  afterEach(() => {
    sinon.restore();
  });

  for (const [way, eventOf] of WAYS) {
    describe(way, () => {
      it('does what is due and publishes it through the outbox', async () => {
        const world = await BudgetWorld.with(MIXED, HOUR_LATER);
        await createBudgetMonitor(world.ports())(eventOf(MIXED), CONTEXT);
        expect([...world.announced].sort()).to.deep.equal(MIXED_EVENTS);
        const statuses = world.tables.records.map(({ budget }) => budget.status);
        expect(statuses).to.deep.equal(['active', 'grace', 'suspending', 'active', 'suspending', 'active', 'active']);
        expect(world.tables.records.flatMap(({ outbox }) => outbox)).to.deep.equal([]);
        expect(world.telemetry.total('EventsPublished')).to.equal(MIXED_EVENTS.length);
        expect(world.telemetry.total('BudgetsReviewed')).to.equal(6);
        expect(reached(world)).to.deep.equal([0, 1, 1]);
        expect(world.telemetry.flushes).to.equal(1);
      });

      it('announces each threshold once, however often it looks', async () => {
        const world = await BudgetWorld.with(MIXED, HOUR_LATER);
        const monitor = createBudgetMonitor(world.ports());
        for (let look = 1; look <= 3; look += 1) await monitor(eventOf(MIXED), CONTEXT);
        expect([...world.announced].sort()).to.deep.equal(MIXED_EVENTS);
        expect(reached(world)).to.deep.equal([0, 1, 1]);
      });

      it('publishes again under the same ids when the bus has failed', async () => {
        const world = await BudgetWorld.with([waiting('bob', SPENT)], HOUR_LATER);
        const monitor = createBudgetMonitor(world.ports());
        world.bus.faults.plan(new Error('the bus is down'));
        await failureOf(monitor(eventOf([world.row('bob')]), CONTEXT));
        const kept = world.row('bob').outbox.map(({ eventId }) => eventId);
        expect(kept).to.have.length(3);
        expect(world.row('bob').reviewDueAt).to.be.at.most(HOUR_LATER);
        await monitor(eventOf([world.row('bob')]), CONTEXT);
        expect(world.bus.published.map(({ eventId }) => eventId)).to.deep.equal(kept);
        expect(reached(world)).to.deep.equal([0, 0, 1]);
        expect(world.row('bob').outbox).to.deep.equal([]);
      });

      for (const crash of CRASHES) {
        it(`comes to the same end when a run ${crash} any of its calls and is repeated`, async () => {
          const whole = await BudgetWorld.with(MIXED, HOUR_LATER);
          await createBudgetMonitor(whole.ports())(eventOf(MIXED), CONTEXT);
          const faults = await playEachCrash(crash, async (calls) => {
            const world = await BudgetWorld.with(MIXED, HOUR_LATER);
            await failureOf(createBudgetMonitor(world.ports(calls))(eventOf(MIXED), CONTEXT));
            await createBudgetMonitor(world.ports())(eventOf(MIXED), CONTEXT);
            expect(world.rowsAsText()).to.deep.equal(whole.rowsAsText());
            expect(new Map([...world.eventsById()].sort())).to.deep.equal(new Map([...whole.eventsById()].sort()));
          });
          expect(faults).to.be.at.least(20);
        });
      }
    });
  }

  it('comes to the same budgets and events when stream and sweep meet', async () => {
    const whole = await BudgetWorld.with(MIXED, HOUR_LATER);
    await createBudgetMonitor(whole.ports())(SWEEP, CONTEXT);
    const world = await BudgetWorld.with(MIXED, HOUR_LATER);
    const monitor = createBudgetMonitor(world.ports());
    await Promise.all([SWEEP, streamOf(...MIXED), SWEEP].map((event) => monitor(event, CONTEXT)));
    expect(world.telemetry.total('WriteConflicts')).to.be.at.least(1);
    expect(reached(world)).to.deep.equal([0, 1, 1]);
    expect(new Set(world.eventsById().keys())).to.deep.equal(new Set(whole.eventsById().keys()));
    const outcome = ({ budget, outbox }: StoredBudget): unknown => [budget.principalId, budget.status, outbox];
    expect(world.tables.records.map(outcome)).to.deep.equal(whole.tables.records.map(outcome));
  });

  describe('when a budget fails', () => {
    it('names it to the stream by its sequence number and does the others', async () => {
      const world = await BudgetWorld.with(MIXED, HOUR_LATER);
      failFor(world, 'save', 'bob', new Error('throttled'));
      const answer = await createBudgetMonitor(world.ports())(streamOf(...MIXED), CONTEXT);
      expect(answer).to.deep.equal({ batchItemFailures: [{ itemIdentifier: '2' }] });
      expect(reached(world)).to.deep.equal([0, 1, 0]);
      expect([...world.announced].sort()).to.deep.equal(MIXED_EVENTS.filter((event) => !event.startsWith('bob')));
      expect(world.telemetry.total('BudgetsFailed')).to.equal(1);
      expect(world.telemetry.entries.find(({ level }) => level === 'error')?.fields).to.deep.equal({
        principalId: idOf('bob'),
      });
    });

    it('does the others in a sweep, then fails as a whole', async () => {
      const world = await BudgetWorld.with(MIXED, HOUR_LATER);
      const down = new CorruptRowError('UserBudgets', 'status', 'a status');
      failFor(world, 'read', 'bob', down);
      const error = await failureOf(createBudgetMonitor(world.ports())(SWEEP, CONTEXT));
      expect(error).to.be.instanceOf(PartialFailureError).with.property('errors').that.deep.equals([down]);
      expect([...world.announced].sort()).to.deep.equal(MIXED_EVENTS.filter((event) => !event.startsWith('bob')));
      expect(world.telemetry.total('BudgetsFailed')).to.equal(1);
      expect(world.telemetry.flushes).to.equal(1);
    });

    it('fails a corrupt image alone', async () => {
      const world = await BudgetWorld.with(MIXED, HOUR_LATER);
      const images = MIXED.map((record, index) =>
        index === 4 ? { ...budgetItem(record), status: { S: 'asleep' } } : record,
      );
      const answer = await createBudgetMonitor(world.ports())(streamOf(...images), CONTEXT);
      expect(answer).to.deep.equal({ batchItemFailures: [{ itemIdentifier: '5' }] });
      expect([...world.announced].sort()).to.deep.equal(MIXED_EVENTS.filter((event) => !event.startsWith('erin')));
    });
  });

  describe('when the stream shows a row several times', () => {
    it('reviews it once, as it is now', async () => {
      const world = await BudgetWorld.with([waiting('bob', SPENT)], HOUR_LATER);
      const read = sinon.spy(world.tables, 'read');
      const row = world.row('bob');
      await createBudgetMonitor(world.ports())(streamOf(row, row, row), CONTEXT);
      expect(read.callCount).to.equal(1);
      expect(world.telemetry.total('BudgetsReviewed')).to.equal(1);
    });

    it('passes over rows without work and rows that were deleted', async () => {
      const world = await BudgetWorld.with([settled('grace', [open('10')])], HOUR_LATER);
      const read = sinon.spy(world.tables, 'read');
      const removed = { Records: [{ eventName: 'REMOVE', dynamodb: { SequenceNumber: '1' } }] };
      expect(await createBudgetMonitor(world.ports())(removed, CONTEXT)).to.deep.equal({ batchItemFailures: [] });
      await createBudgetMonitor(world.ports())(streamOf(world.row('grace')), CONTEXT);
      expect(read.callCount).to.equal(0);
    });
  });

  describe('when grace runs', () => {
    it('waits for the deadline, to the second, and starts the suspension then', async () => {
      const world = await BudgetWorld.with([settled('carol', IN_GRACE)], NOON + 7 * MINUTE_MS - SECOND_MS);
      await createBudgetMonitor(world.ports())(SWEEP, CONTEXT);
      expect(world.announced).to.deep.equal([]);
      world.clock.set(NOON + 7 * MINUTE_MS);
      await createBudgetMonitor(world.ports())(SWEEP, CONTEXT);
      expect(world.announced).to.deep.equal(['carol SuspensionStarted grace-over']);
    });

    it('is no more due once the limit has been raised', async () => {
      const raised = settled('dave', [...IN_GRACE, changeLimit('20', NOON + 3 * MINUTE_MS)]);
      const world = await BudgetWorld.with([raised], HOUR_LATER);
      await createBudgetMonitor(world.ports())(SWEEP, CONTEXT);
      expect(world.announced).to.deep.equal([]);
      expect(world.row('dave').reviewDueAt).to.equal(undefined);
    });
  });

  describe('when a due date is stale', () => {
    it('takes the row out of the index', async () => {
      const due = { ...settled('alice', [open('10'), spend('8', NOON)]), reviewDueAt: NOON };
      const world = await BudgetWorld.with([due], HOUR_LATER);
      world.settings = settingsOf({ budgetLimitUsd: '10', warnPercent: '85' });
      await createBudgetMonitor(world.ports())(SWEEP, CONTEXT);
      expect(world.announced).to.deep.equal([]);
      expect(world.row('alice').reviewDueAt).to.equal(undefined);
      expect(await world.tables.due('review', HOUR_LATER + DAY_MS, 10)).to.deep.equal({
        principalIds: [],
        next: undefined,
      });
    });
  });

  describe('when 20 of 100,000 budgets are due', () => {
    it('asks the table for no more than 200 items', async () => {
      const [idle, busy] = [settled('idle', [open('10')]), settled('busy', [open('10'), spend('9', NOON)])];
      const records = Array.from({ length: 100_000 }, (_, index) => {
        const { budget, ...row } = index % 5000 === 0 ? busy : idle;
        return { ...row, budget: { ...budget, principalId: idOf(`user-${index}`) } };
      });
      const world = await BudgetWorld.with(records, HOUR_LATER);
      const due = sinon.spy(world.tables, 'due');
      const read = sinon.spy(world.tables, 'read');
      await createBudgetMonitor(world.ports())(SWEEP, CONTEXT);
      const pages = await Promise.all(due.returnValues);
      const reads = await Promise.all(read.returnValues);
      const items = [...pages.map(({ principalIds }) => principalIds.length), ...reads.map(({ size }) => size)];
      expect(world.telemetry.total('BudgetsReviewed')).to.equal(20);
      expect(items.reduce((sum, count) => sum + count, 0)).to.be.within(40, 200);
    });
  });

  describe('when time runs out', () => {
    it('leaves the rest to the next sweep', async () => {
      const world = await BudgetWorld.with(MIXED, HOUR_LATER);
      const context = { ...CONTEXT, getRemainingTimeInMillis: () => 0 };
      await createBudgetMonitor(world.ports())(SWEEP, context);
      expect(world.announced).to.deep.equal([]);
      expect(world.telemetry.entries.map(({ message }) => message)).to.deep.equal([
        'out of time; the next sweep goes on',
      ]);
      await createBudgetMonitor(world.ports())(SWEEP, CONTEXT);
      expect([...world.announced].sort()).to.deep.equal(MIXED_EVENTS);
    });
  });
});
