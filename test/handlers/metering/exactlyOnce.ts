import { expect } from 'chai';
import { usdToString, addUsd, ZERO_USD } from '../../../domain/money.js';
import { seededRandom } from '../../../local/world/logs/invocationRecord.js';
import { budgetItem } from '../../../handlers/adapters/budgetItem.js';
import { SystemClock } from '../../../handlers/adapters/systemClock.js';
import type { StoredBudget, BudgetStore } from '../../../handlers/ports/budgetStore.js';
import type { Clock } from '../../../handlers/ports/clock.js';
import type { LedgerEntry, UsageLedger } from '../../../handlers/ports/usageLedger.js';
import { InjectedFault, withFaults, type Fault } from '../../faults.js';
import { CRASHES, failureOf, playEachCrash } from '../portCalls.js';
import { deliver, firehoseEvent, madeUpMessages, meteringRig, NOW, spentByPrincipal, type Rig } from './meteringRig.js';

/** The two tables and a look at all their rows. */
export interface TablesUnderTest {
  readonly budgets: BudgetStore;
  readonly ledger: UsageLedger;
  readonly allBudgets: () => Promise<readonly StoredBudget[]>;
  readonly allEntries: () => Promise<readonly LedgerEntry[]>;
}

/** Time stands at the time of the calls; waiting is real, for others have to come on meanwhile. */
class StandingClock extends SystemClock implements Clock {
  override now(): number {
    return NOW;
  }
}

/** What must hold of metering however its calls fail, on any pair of tables. `crashes`: every how manyth is tried. */
export function itChargesExactlyOnce(createTables: () => Promise<TablesUnderTest>): void {
  it('charges a batch once that comes five times, through eight workers, throttles, conflicts and crashes', async () => {
    const tables = await createTables();
    const messages = madeUpMessages(400, 3);
    const logged = [...messages, ...messages.filter((_, index) => index % 5 === 0).map(smallerOf)];
    const batches = [0, 1, 2, 3].map((part) => firehoseEvent([logged.filter((_, index) => index % 4 === part)]));
    const deliveries = [...batches, ...batches, ...batches, ...batches, ...batches];
    const random = seededRandom(20261125);
    const faults = { budgets: 0, ledger: 0 };
    const faultAt = (port: keyof typeof faults) => (): Fault => {
      const dice = random();
      if (dice >= 0.2) return undefined;
      faults[port] += 1;
      return dice < 0.1 ? 'before' : 'after';
    };
    const rig = rigOn({
      budgets: withFaults(tables.budgets, faultAt('budgets')),
      ledger: withThrottles(withFaults(tables.ledger, faultAt('ledger')), random),
    });
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let next = deliveries.shift(); next !== undefined; next = deliveries.shift()) {
          const event = next;
          await untilItSucceeds(() => deliver(rig, event));
        }
      }),
    );
    expect(faults.budgets).to.be.greaterThan(5);
    expect(faults.ledger).to.be.greaterThan(5);
    await expectExactly(tables, messages);
  });

  for (const crash of CRASHES) {
    it(`charges once when it ${crash} any of its calls and the batch comes again`, async () => {
      const messages = madeUpMessages(120, 1, 9);
      const event = firehoseEvent([messages.slice(0, 70), messages.slice(70)]);
      const smaller = firehoseEvent([messages.slice(40, 80).map(smallerOf)]);
      const faults = await playEachCrash(crash, async (calls) => {
        const tables = await createTables();
        await deliver(rigOn(tables), smaller);
        const rig = rigOn({ budgets: calls.through(tables.budgets), ledger: calls.through(tables.ledger) });
        const failure = await failureOf(deliver(rig, event));
        expect(failure instanceof Error).to.equal(calls.hasFailed);
        await deliver(rigOn(tables), event);
        await deliver(rigOn(tables), smaller);
        await expectExactly(tables, messages);
      });
      expect(faults).to.equal(5);
    });
  }

  it('decides again when somebody else has charged the same budget since it was read', async () => {
    const tables = await createTables();
    const messages = madeUpMessages(20, 1, 4);
    const [ours, theirs] = [firehoseEvent([messages.slice(0, 10)]), firehoseEvent([messages.slice(10)])];
    let isFirst = true;
    const rig = rigOn({
      ...tables,
      ledger: {
        ...withThrottles(tables.ledger, () => 1),
        charge: async (change, entries) => {
          if (isFirst) {
            isFirst = false;
            await deliver(rigOn(tables), theirs);
          }
          return tables.ledger.charge(change, entries);
        },
      },
    });
    await deliver(rig, ours);
    expect(rig.telemetry.total('WriteConflicts')).to.equal(1);
    await expectExactly(tables, messages);
  });

  it('opens the budget of a principal never seen before in the same write', async () => {
    const tables = await createTables();
    const messages = madeUpMessages(3, 1, 3);
    await deliver(rigOn(tables), firehoseEvent([messages]));
    const [record] = await tables.allBudgets();
    expect(record?.version).to.equal(1);
    expect(record?.outbox.map(({ detail }) => detail.type)).to.deep.equal(['BudgetOpened']);
    expect(record?.budget.spentUsd.isZero()).to.equal(false);
  });
}

/** Another record of the same request, as a stream can log it before its end. */
export function smallerOf(message: string): string {
  const record = JSON.parse(message) as Readonly<Record<string, unknown>>;
  return JSON.stringify({ ...record, input: { inputTokenCount: 1 }, output: { outputTokenCount: 0 } });
}

export function rigOn(
  tables: Pick<TablesUnderTest, 'budgets' | 'ledger'>,
  overrides: Partial<Pick<Rig, 'arrival'>> = {},
): Rig {
  return meteringRig(tables, new StandingClock(), overrides);
}

/** Answers as a throttled table or one in another transaction does, now and then. */
export function withThrottles(ledger: UsageLedger, random: () => number): UsageLedger {
  return {
    charge: (change, entries) => (random() < 0.1 ? Promise.resolve({ kind: 'busy' }) : ledger.charge(change, entries)),
    charged: (keys) => ledger.charged(keys),
    find: (keys) => ledger.find(keys),
    provisional: (since, from) => ledger.provisional(since, from),
  };
}

/** As Firehose does, though with more patience; only what was injected may fail. */
export async function untilItSucceeds(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      const causes = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [error];
      for (const cause of causes) if (!(cause instanceof InjectedFault)) throw cause;
    }
  }
  throw new Error('not delivered after 200 attempts');
}

export async function expectExactly(tables: TablesUnderTest, messages: readonly string[]): Promise<void> {
  const entries = await tables.allEntries();
  expect(entries.map(({ record }) => record.requestId).sort()).to.deep.equal(
    messages.map((message) => (JSON.parse(message) as { requestId: string }).requestId).sort(),
  );
  const expected = spentByPrincipal(messages);
  const budgets = await tables.allBudgets();
  expect(budgets).to.have.lengthOf(expected.size);
  for (const record of budgets) {
    const { principalId, spentUsd } = record.budget;
    const rows = entries.filter((entry) => entry.record.principalId === principalId);
    const sum = rows.reduce((total, entry) => addUsd(total, entry.record.costUsd), ZERO_USD);
    expect(usdToString(spentUsd)).to.equal(usdToString(expected.get(principalId) ?? ZERO_USD));
    expect(usdToString(sum)).to.equal(usdToString(spentUsd));
    expect(JSON.stringify(budgetItem(record)).length).to.be.lessThan(10_000);
  }
}
