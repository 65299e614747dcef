import { expect } from 'chai';
import { usdToString } from '../../../domain/money.js';
import { budgetItem } from '../../../handlers/adapters/budgetItem.js';
import { EXAMPLE_ACCOUNT } from '../../../local/world/logs/invocationRecord.js';
import { CorruptRowError } from '../../../handlers/runtime/errors.js';
import { createUsageCalculator } from '../../../handlers/functions/usageCalculator.js';
import { MemoryBudgetTables } from '../../../local/memory/memoryBudgetTables.js';
import { converseRecord, withCounts } from '../../domain/invocations/records.js';
import {
  CONTEXT,
  deliver,
  firehoseEvent,
  madeUpMessages,
  meteringRig,
  NOW,
  type Rig,
} from '../metering/meteringRig.js';

function rigInMemory(): { readonly rig: Rig; readonly tables: MemoryBudgetTables } {
  const tables = new MemoryBudgetTables();
  return { rig: meteringRig({ budgets: tables, ledger: tables }), tables };
}

function linesOf(data: string | undefined): readonly unknown[] {
  const text = Buffer.from(data ?? '', 'base64').toString();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

describe('the usage-calculator', () => {
  it('answers each record once: lines, nothing to keep, or no delivery of logs', async () => {
    const { rig } = rigInMemory();
    const event = firehoseEvent([madeUpMessages(2, 1), ['Permissions are correctly set for Amazon Bedrock logs.']]);
    const broken = { recordId: 'broken', approximateArrivalTimestamp: NOW, data: 'bm90IGd6aXA=' };
    const answer = await deliver(rig, { ...event, records: [...event.records, broken] });
    expect(answer.records.map(({ recordId, result }) => [recordId, result])).to.deep.equal([
      ['record-0', 'Ok'],
      ['record-1', 'Dropped'],
      ['broken', 'ProcessingFailed'],
    ]);
    expect(linesOf(answer.records[0]?.data)).to.have.lengthOf(2);
  });

  it('writes slim lines: what was used and what it cost, and no word of a prompt', async () => {
    const { rig } = rigInMemory();
    const secret = { messages: [{ role: 'user', content: 'attack at dawn' }] };
    const record = converseRecord({
      ...withCounts({ inputTokenCount: 40, inputBodyJson: secret }, 8, secret),
      timestamp: '2026-10-20T11:00:00Z',
    });
    const answer = await deliver(rig, firehoseEvent([[JSON.stringify(record)]]));
    const [line] = linesOf(answer.records[0]?.data);
    expect(line).to.deep.include({ inputTokens: 40, outputTokens: 8, costUsd: '0.00000252', priceStatus: 'priced' });
    expect(Buffer.from(answer.records[0]?.data ?? '', 'base64').toString()).not.to.contain('dawn');
  });

  it('sets aside a log event that cannot be read, without its bodies, and charges the rest', async () => {
    const { rig, tables } = rigInMemory();
    const bad = JSON.stringify(
      converseRecord(withCounts({ inputTokenCount: 'many', inputBodyJson: { text: 'attack at dawn' } }, 8)),
    );
    await deliver(rig, firehoseEvent([[...madeUpMessages(1, 1), bad, '{"truncated":']]));
    expect(rig.quarantine.kept.map(({ id, reason }) => [id, reason])).to.deep.equal([
      ['event-1', 'input.inputTokenCount: "many" is not a whole number from 0 to 1000000000'],
      ['event-2', 'not JSON'],
    ]);
    expect(JSON.stringify(rig.quarantine.kept)).not.to.contain('dawn');
    expect(tables.entries).to.have.lengthOf(1);
    expect(rig.telemetry.total('RecordsQuarantined')).to.equal(2);
  });

  it('sets aside a call so old that the row which tells a repetition may be gone', async () => {
    const { rig, tables } = rigInMemory();
    const old = JSON.stringify(converseRecord({ timestamp: '2025-01-01T00:00:00Z' }));
    await deliver(rig, firehoseEvent([[old]]));
    expect(rig.quarantine.kept[0]?.reason).to.match(/^timestamp: older than usageRetentionDays/);
    expect(tables.entries).to.have.lengthOf(0);
  });

  it('does not let a record of zeros claim the request id of the real one', async () => {
    const { rig, tables } = rigInMemory();
    const today = { timestamp: '2026-10-20T11:00:00Z' };
    const zeros = JSON.stringify(converseRecord({ ...withCounts({ inputTokenCount: 0 }, 0), ...today }));
    await deliver(rig, firehoseEvent([[zeros, JSON.stringify(converseRecord(today))]]));
    expect(tables.records.map(({ budget }) => usdToString(budget.spentUsd))).to.deep.equal(['0.00000252']);
  });

  it('throws when the quarantine, the settings or the tables fail, for then the batch must come again', async () => {
    const event = firehoseEvent([['{"truncated":'], madeUpMessages(1, 1)]);
    const failing = (): Promise<never> => Promise.reject(new Error('an outage'));
    for (const outage of [
      { settings: failing },
      { quarantine: { put: failing } },
      { budgets: { read: failing } },
      { ledger: { charge: failing } },
    ] as unknown as Partial<Rig>[]) {
      const { rig } = rigInMemory();
      const answer = await createUsageCalculator({ ...rig, ...outage })(event, CONTEXT).catch(
        (error: unknown) => error,
      );
      expect(answer).to.be.instanceOf(Error);
    }
  });

  it('charges the others when one principal cannot be charged, and then throws', async () => {
    const { rig, tables } = rigInMemory();
    const ledger: Rig['ledger'] = {
      ...rig.ledger,
      charge: (change, entries) =>
        change.after.budget.principalId.endsWith('-1')
          ? Promise.reject(new Error('a corrupt row'))
          : tables.charge(change, entries),
    };
    const event = firehoseEvent([madeUpMessages(30, 3)]);
    const failure = await createUsageCalculator({ ...rig, ledger })(event, CONTEXT).catch((error: unknown) => error);
    expect(String(failure)).to.contain('1 of 3 principals could not be charged');
    expect(tables.entries).to.have.lengthOf(20);
  });

  it('charges everybody else when a budget row cannot be read, and when the quarantine fails', async () => {
    const corrupt = `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/developer-1`;
    const { rig, tables } = rigInMemory();
    const budgets = {
      ...rig.budgets,
      read: (ids: readonly string[]) =>
        ids.includes(corrupt)
          ? Promise.reject(new CorruptRowError(corrupt, 'budget_limit_usd', 'an amount'))
          : tables.read(ids),
    };
    const event = firehoseEvent([madeUpMessages(30, 3)]);
    const failure = await createUsageCalculator({ ...rig, budgets })(event, CONTEXT).catch((error: unknown) => error);
    expect((failure as AggregateError).errors.map(String)).to.deep.equal([
      `CorruptRowError: ${corrupt}: budget_limit_usd: not an amount`,
    ]);
    expect(tables.entries).to.have.lengthOf(20);

    const other = rigInMemory();
    other.rig.quarantine.faults.plan(new Error('denied'));
    const mixed = firehoseEvent([[...madeUpMessages(30, 3), 'garbage']]);
    const second = await createUsageCalculator(other.rig)(mixed, CONTEXT).catch((error: unknown) => error);
    expect(String(second)).to.equal('Error: denied');
    expect(other.tables.entries).to.have.lengthOf(30);
  });

  it('stops in time and goes on where it stopped when the batch comes again', async () => {
    const { rig, tables } = rigInMemory();
    const event = firehoseEvent([madeUpMessages(250, 1)]);
    const clock = {
      ...rig.clock,
      sleep: () => Promise.resolve(),
      random: () => 0,
      now: () => NOW + tables.entries.length * 1000,
    };
    const answer = await createUsageCalculator({ ...rig, clock })(event, {
      ...CONTEXT,
      getRemainingTimeInMillis: () => 120_000,
    }).catch((error: unknown) => error);
    expect(String((answer as AggregateError).errors[0])).to.contain('52 invocations left');
    await deliver(rig, event);
    expect(tables.entries).to.have.lengthOf(250);
  });

  it('refuses an event that is neither of Firehose nor of S3', async () => {
    const { rig } = rigInMemory();
    for (const event of [undefined, {}, { records: [{ recordId: 1 }] }]) {
      const failure = await createUsageCalculator(rig)(event, CONTEXT).catch((error: unknown) => error);
      expect((failure as Error).name).to.equal('UnreadableEventError');
    }
  });

  it('stays below 6 MB and every row below 10 KB after a hundred thousand calls of one principal', async () => {
    const { rig, tables } = rigInMemory();
    const messages = madeUpMessages(100_000, 1);
    for (let from = 0; from < messages.length; from += 20_000) {
      const answer = await deliver(rig, firehoseEvent([messages.slice(from, from + 20_000)]));
      expect(JSON.stringify(answer).length).to.be.lessThan(6_000_000);
    }
    expect(tables.entries).to.have.lengthOf(100_000);
    expect(tables.records).to.have.lengthOf(1);
    for (const record of tables.records) expect(JSON.stringify(budgetItem(record)).length).to.be.lessThan(10_000);
  });
});
