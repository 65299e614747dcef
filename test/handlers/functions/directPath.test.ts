import { expect } from 'chai';
import fc from 'fast-check';
import { createUsageCalculator } from '../../../handlers/functions/usageCalculator.js';
import { CorruptRowError } from '../../../handlers/runtime/errors.js';
import { MemoryBudgetTables } from '../../../local/memory/memoryBudgetTables.js';
import { converseRecord, withCounts } from '../../domain/invocations/records.js';
import { InjectedFault, withFaults, type Fault } from '../../faults.js';
import { controlPayload, gzipped } from '../firehose/deliveries.js';
import { chargeAtOnce } from '../metering/bothPaths.js';
import { expectExactly, rigOn, smallerOf, untilItSucceeds } from '../metering/exactlyOnce.js';
import { CONTEXT, deliver, firehoseEvent, madeUpMessages, type Rig } from '../metering/meteringRig.js';
import { failureOf } from '../portCalls.js';

const MESSAGES = madeUpMessages(12, 2);
const LOGGED = [...MESSAGES, ...MESSAGES.slice(0, 6).map(smallerOf)];

interface Arriving {
  readonly path: 'direct' | 'firehose';
  /** Of LOGGED. */
  readonly events: readonly number[];
}

const ARRIVING: fc.Arbitrary<Arriving> = fc.record({
  path: fc.constantFrom('direct' as const, 'firehose' as const),
  events: fc.array(fc.nat(LOGGED.length - 1), { minLength: 1, maxLength: 8 }),
});

function directRig(tables = new MemoryBudgetTables()): { readonly rig: Rig; readonly tables: MemoryBudgetTables } {
  return { rig: rigOn({ budgets: tables, ledger: tables }, { arrival: 'again' }), tables };
}

function arrive(rig: Rig, { path, events }: Arriving): Promise<unknown> {
  const messages = events.flatMap((index) => LOGGED[index] ?? []);
  return path === 'direct' ? chargeAtOnce(rig, messages) : deliver(rig, firehoseEvent([messages]));
}

describe('the direct path to the usage-calculator', () => {
  it('charges each call once in whatever order, at whatever time and however broken both paths bring it', async () => {
    const faults = fc.infiniteStream(
      fc.constantFrom<Fault>(undefined, undefined, undefined, undefined, 'before', 'after'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(ARRIVING, { maxLength: 12 }),
        faults,
        fc.integer({ min: 1, max: 4 }),
        async (all, stream, workers) => {
          const { tables } = directRig();
          const faultAt = (): Fault => stream.next().value as Fault;
          const rig = rigOn(
            { budgets: withFaults(tables, faultAt), ledger: withFaults(tables, faultAt) },
            { arrival: 'again' },
          );
          const queue = [...all];
          await Promise.all(
            Array.from({ length: workers }, async () => {
              for (let next = queue.shift(); next !== undefined; next = queue.shift())
                await failureOf(arrive(rig, next));
            }),
          );
          // Firehose brings everything, until it succeeds.
          await untilItSucceeds(() => deliver(rig, firehoseEvent([LOGGED.slice(0, 10), LOGGED.slice(10)])));
          await expectExactly(
            {
              budgets: tables,
              ledger: tables,
              allBudgets: () => Promise.resolve(tables.records),
              allEntries: () => Promise.resolve(tables.entries),
            },
            MESSAGES,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('charges at once, answers nothing and takes the check of the subscription', async () => {
    const { rig, tables } = directRig();
    expect(await chargeAtOnce(rig, MESSAGES)).to.equal(undefined);
    expect(tables.entries).to.have.lengthOf(MESSAGES.length);
    const check = { awslogs: { data: gzipped(controlPayload()) } };
    expect(await createUsageCalculator(rig)(check, CONTEXT)).to.equal(undefined);
    expect(tables.entries).to.have.lengthOf(MESSAGES.length);
  });

  it('leaves to Firehose to set aside and to count what cannot be charged', async () => {
    const { rig } = directRig();
    const uncounted = JSON.stringify(converseRecord({ ...withCounts({}, 0), timestamp: '2026-10-20T11:00:00Z' }));
    const odd = ['{"truncated":', JSON.stringify(converseRecord({ timestamp: '2025-01-01T00:00:00Z' })), uncounted];
    await chargeAtOnce(rig, odd);
    expect(rig.quarantine.kept).to.deep.equal([]);
    for (const name of ['RecordsQuarantined', 'RecordsIgnored'] as const) expect(rig.telemetry.total(name)).to.equal(0);
    await deliver(rig, firehoseEvent([odd]));
    expect(rig.quarantine.kept).to.have.lengthOf(3);
    expect(rig.telemetry.total('RecordsQuarantined')).to.equal(3);
  });

  it('fails on what is no delivery of logs, so that it is kept', async () => {
    const { rig } = directRig();
    const failure = await failureOf(createUsageCalculator(rig)({ awslogs: { data: 'bm90IGd6aXA=' } }, CONTEXT));
    expect(String(failure)).to.match(/^UnreadableEventError: awslogs\.data: /);
  });

  it('finds the larger record of a call when Firehose alone brings it', async () => {
    const { rig, tables } = directRig();
    await chargeAtOnce(rig, MESSAGES.map(smallerOf));
    await deliver(rig, firehoseEvent([MESSAGES]));
    const replaced = tables.entries.filter(({ replacements }) => replacements === 1);
    expect(replaced).to.have.lengthOf(MESSAGES.length);
  });

  it('goes on to the charges where the look meets a row that cannot be read', async () => {
    const { rig, tables } = directRig();
    const find = (): Promise<never> => Promise.reject(new CorruptRowError('a row', 'cost_usd', 'an amount'));
    await deliver({ ...rig, ledger: { ...rigPorts(tables), find } }, firehoseEvent([MESSAGES]));
    expect(tables.entries).to.have.lengthOf(MESSAGES.length);
    const outage = { ...rigPorts(tables), find: () => Promise.reject(new InjectedFault('an outage')) };
    expect(await failureOf(deliver({ ...rig, ledger: outage }, firehoseEvent([MESSAGES])))).to.be.instanceOf(
      InjectedFault,
    );
  });
});

function rigPorts(tables: MemoryBudgetTables): Rig['ledger'] {
  return {
    charge: (change, entries) => tables.charge(change, entries),
    charged: (keys) => tables.charged(keys),
    find: (keys) => tables.find(keys),
    provisional: (since) => tables.provisional(since),
  };
}
