import { expect } from 'chai';
import sinon from 'sinon';
import { DAY_MS, MINUTE_MS, SECOND_MS, startOfUtcDay } from '../../../domain/instant.js';
import { createBudgetMonitor } from '../../../handlers/functions/budgetMonitor.js';
import { createBudgetRefresh } from '../../../handlers/functions/budgetRefresh.js';
import { PartialFailureError } from '../../../handlers/runtime/errors.js';
import type { StoredBudget } from '../../../handlers/ports/budgetStore.js';
import { NOON, open, report, spend, step } from '../../domain/budget/histories.js';
import { BudgetWorld, idOf, settled } from '../budgetWorld.js';
import { CRASHES, failureOf, playEachCrash } from '../portCalls.js';
import { CONTEXT } from '../stubs.js';

const DAILY = { source: 'aws.scheduler' };
const FIRST_DAY = startOfUtcDay(NOON);
const NEXT_PERIOD = FIRST_DAY + 30 * DAY_MS;
/** 02:00 UTC of the day on which the second period begins. */
const FIRST_RUN = NEXT_PERIOD + 120 * MINUTE_MS;
const SPENT = [open('10'), spend('10', NOON)];
const SUSPENDED = [
  ...SPENT,
  step('ReviewBudget', NOON + MINUTE_MS),
  step('ReviewBudget', NOON + 10 * MINUTE_MS),
  report.suspensionBegun(NOON + 11 * MINUTE_MS),
  report.suspended(NOON + 11 * MINUTE_MS),
];

/** `active` and `suspended` end their period, `later` opened a day after them. */
const MIXED: readonly StoredBudget[] = [
  settled('active', [open('10'), spend('4.5', NOON)]),
  settled('suspended', SUSPENDED),
  settled('in-grace', [...SPENT, step('ReviewBudget', NOON + MINUTE_MS)]),
  settled('later', [open('10', 'iam_user', NOON + DAY_MS)]),
];

/** Budgets that are all due, `user-0` first. */
function many(count: number): readonly StoredBudget[] {
  const { budget, ...row } = settled('user', [open('10'), spend('1', NOON)]);
  return Array.from({ length: count }, (_, index) => ({
    ...row,
    budget: { ...budget, principalId: idOf(`user-${index}`) },
  }));
}

/** Budgets in their second period. */
function refreshed(world: BudgetWorld): number {
  return world.tables.records.filter(({ budget }) => budget.period.start === NEXT_PERIOD).length;
}

describe('createBudgetRefresh', () => {
  afterEach(() => {
    sinon.restore();
  });

  describe('when a period has ended', () => {
    it('rolls an active budget over to nothing spent', async () => {
      const world = await BudgetWorld.with(MIXED, FIRST_RUN);
      await createBudgetRefresh(world.ports())(DAILY, CONTEXT);
      const { budget, outbox, refreshDueAt } = world.row('active');
      expect(budget).to.deep.include({ status: 'active', refreshCount: 1, thresholdState: 'normal' });
      expect(budget.period).to.deep.equal({ start: NEXT_PERIOD, end: NEXT_PERIOD + 30 * DAY_MS });
      expect(budget.spentUsd.toFixed()).to.equal('0');
      expect(refreshDueAt).to.equal(budget.period.end);
      expect(outbox.map(({ detail }) => [detail.type, detail['previousSpentUsd']])).to.deep.equal([
        ['PeriodStarted', '4.5'],
      ]);
      expect(world.telemetry.total('BudgetsRefreshed')).to.equal(3);
      expect(world.telemetry.flushes).to.equal(1);
    });

    for (const [name, status, types] of [
      ['suspended', 'restoring', ['PeriodStarted', 'RestorationStarted']],
      ['in-grace', 'active', ['PeriodStarted', 'GraceCancelled']],
      ['later', 'active', []],
    ] as const) {
      it(`leaves the budget ${name} ${status}, with ${types.join(' and ') || 'nothing'} to announce`, async () => {
        const world = await BudgetWorld.with(MIXED, FIRST_RUN);
        await createBudgetRefresh(world.ports())(DAILY, CONTEXT);
        expect(world.row(name).budget.status).to.equal(status);
        expect(world.row(name).outbox.map(({ detail }) => detail.type)).to.deep.equal(types);
      });
    }

    it('makes several missed periods one step', async () => {
      const world = await BudgetWorld.with(MIXED.slice(0, 2), FIRST_DAY + 95 * DAY_MS);
      await createBudgetRefresh(world.ports())(DAILY, CONTEXT);
      for (const name of ['active', 'suspended']) {
        const { budget, outbox } = world.row(name);
        expect(budget.period.start, name).to.equal(FIRST_DAY + 90 * DAY_MS);
        expect(
          outbox.filter(({ detail }) => detail.type === 'PeriodStarted'),
          name,
        ).to.have.length(1);
      }
    });

    it('does nothing twice', async () => {
      const world = await BudgetWorld.with(MIXED, FIRST_RUN);
      const refresh = createBudgetRefresh(world.ports());
      await refresh(DAILY, CONTEXT);
      const rows = world.rowsAsText();
      await refresh(DAILY, CONTEXT);
      expect(world.rowsAsText()).to.deep.equal(rows);
      expect(world.telemetry.total('BudgetsRefreshed')).to.equal(3);
    });
  });

  describe('when nothing is due', () => {
    it('does nothing', async () => {
      const world = await BudgetWorld.with(MIXED, NEXT_PERIOD - SECOND_MS);
      const [read, save] = [sinon.spy(world.tables, 'read'), sinon.spy(world.tables, 'save')];
      await createBudgetRefresh(world.ports())(DAILY, CONTEXT);
      expect([read.callCount, save.callCount]).to.deep.equal([0, 0]);
      expect(world.bus.published).to.deep.equal([]);
    });
  });

  describe('when there are more than a page holds', () => {
    it('refreshes all of them in one run', async () => {
      const world = await BudgetWorld.with(many(250), FIRST_RUN);
      await createBudgetRefresh(world.ports())(DAILY, CONTEXT);
      expect(refreshed(world)).to.equal(250);
      expect(world.bus.published).to.deep.equal([]);
    });

    it('asks for the next run when time is over, which goes on where this one stopped', async () => {
      const world = await BudgetWorld.with(many(250), FIRST_RUN);
      const save = world.tables.save.bind(world.tables);
      sinon.stub(world.tables, 'save').callsFake(async (change) => {
        await world.clock.sleep(SECOND_MS);
        return save(change);
      });
      const refresh = createBudgetRefresh(world.ports());
      await refresh(DAILY, CONTEXT);
      expect(refreshed(world)).to.equal(100);
      expect(world.bus.published).to.deep.equal([
        {
          eventId: 'refresh-after-request-1',
          detail: { type: 'BudgetRefreshRequested', at: new Date(world.clock.now()).toISOString().replace('.000', '') },
        },
      ]);
      await refresh(DAILY, { ...CONTEXT, awsRequestId: 'request-2' });
      await refresh(DAILY, { ...CONTEXT, awsRequestId: 'request-3' });
      expect(refreshed(world)).to.equal(250);
      expect(world.telemetry.total('BudgetsRefreshed')).to.equal(250);
      expect(world.bus.published.map(({ eventId }) => eventId)).to.deep.equal([
        'refresh-after-request-1',
        'refresh-after-request-2',
      ]);
    });
  });

  describe('when a budget fails', () => {
    it('refreshes the others, then fails, and leaves that one due', async () => {
      const world = await BudgetWorld.with(many(150), FIRST_RUN);
      const save = world.tables.save.bind(world.tables);
      const down = new Error('throttled');
      const stub = sinon.stub(world.tables, 'save');
      stub.callsFake((change) =>
        change.after.budget.principalId === idOf('user-7') ? Promise.reject(down) : save(change),
      );
      const error = await failureOf(createBudgetRefresh(world.ports())(DAILY, CONTEXT));
      expect(error).to.be.instanceOf(PartialFailureError).with.property('errors').that.deep.equals([down]);
      expect(refreshed(world)).to.equal(149);
      expect(world.telemetry.total('BudgetsFailed')).to.equal(1);
      stub.restore();
      await createBudgetRefresh(world.ports())(DAILY, CONTEXT);
      expect(refreshed(world)).to.equal(150);
    });
  });

  for (const crash of CRASHES) {
    it(`comes to the same end when a run ${crash} any of its calls and is repeated`, async () => {
      const whole = await BudgetWorld.with(MIXED, FIRST_RUN);
      await createBudgetRefresh(whole.ports())(DAILY, CONTEXT);
      await createBudgetMonitor(whole.ports())(DAILY, CONTEXT);
      const faults = await playEachCrash(crash, async (calls) => {
        const world = await BudgetWorld.with(MIXED, FIRST_RUN);
        await failureOf(createBudgetRefresh(world.ports(calls))(DAILY, CONTEXT));
        await createBudgetRefresh(world.ports())(DAILY, CONTEXT);
        await createBudgetMonitor(world.ports())(DAILY, CONTEXT);
        expect(world.rowsAsText()).to.deep.equal(whole.rowsAsText());
        expect(new Map([...world.eventsById()].sort())).to.deep.equal(new Map([...whole.eventsById()].sort()));
      });
      expect(faults).to.be.at.least(7);
    });
  }
});
