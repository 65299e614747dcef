import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { DAY_MS } from '../../../domain/instant.js';
import { DynamoAuditLog } from '../../../handlers/adapters/dynamoAuditLog.js';
import { DynamoAuditReader } from '../../../handlers/adapters/dynamoAuditReader.js';
import { DynamoBudgetReader } from '../../../handlers/adapters/dynamoBudgetReader.js';
import { DynamoUsageReader } from '../../../handlers/adapters/dynamoUsageReader.js';
import { ReadUnits } from '../../../handlers/adapters/readUnits.js';
import { CorruptRowError } from '../../../handlers/runtime/errors.js';
import { auditReaderContract } from '../../contracts/auditReader.js';
import { budgetReaderContract } from '../../contracts/budgetReader.js';
import { ALICE, entry, FACTS, record, START, usage } from '../../contracts/budgetRows.js';
import { usageReaderContract } from '../../contracts/usageReader.js';
import { describeWithDynamoDb } from '../../dynamoDbLocal.js';
import { dynamoTables } from '../../dynamoTables.js';
import { failureOf } from '../portCalls.js';

describeWithDynamoDb('DynamoBudgetReader', (database) => {
  async function create() {
    const { budgets, names } = await dynamoTables(database());
    const units = new ReadUnits();
    return { budgets, names, units, reader: new DynamoBudgetReader(database().client, names.UserBudgets, units) };
  }

  budgetReaderContract(create);

  it('names rows that cannot be read, and reads the others', async () => {
    const { budgets, names, reader } = await create();
    const { client } = database();
    for (const name of ['ana', 'ben']) {
      const budget = { ...FACTS, principalId: `person/${name}`, status: 'active' } as const;
      await budgets.save({ before: undefined, after: record({ budget }) });
    }
    const edit = { UpdateExpression: 'SET spent_usd = :it', ExpressionAttributeValues: { ':it': { S: 'ten' } } };
    const Key = { principal_id: { S: 'person/ben' } };
    await client.send(new UpdateItemCommand({ TableName: names.UserBudgets, Key, ...edit }));
    await client.send(new PutItemCommand({ TableName: names.UserBudgets, Item: { principal_id: { S: 'mine' } } }));
    const readable: string[] = [];
    const problems = new Map<string, string>();
    for await (const { rows, unreadable } of reader.all()) {
      readable.push(...rows.map(({ budget }) => budget.principalId));
      for (const { principalId, problem } of unreadable) problems.set(principalId, problem);
    }
    expect(readable).to.deep.equal(['person/ana']);
    expect([...problems.keys()]).to.have.members(['person/ben', 'mine']);
    expect(problems.get('person/ben')).to.contain('person/ben: spent_usd: not an amount');
  });

  it('adds up what its pages cost', async () => {
    const { budgets, units, reader } = await create();
    const pages = async (): Promise<number> => {
      let count = 0;
      for await (const { rows } of reader.all()) count += rows.length;
      return count;
    };
    await budgets.save({ before: undefined, after: record() });
    expect(await pages()).to.equal(1);
    const first = units.sum;
    expect(first).to.be.at.least(0.5);
    await pages();
    expect(units.sum).to.equal(2 * first);
  });
});

describeWithDynamoDb('DynamoUsageReader', (database) => {
  async function create() {
    const { budgets, ledger, names } = await dynamoTables(database());
    const units = new ReadUnits();
    const reader = new DynamoUsageReader(database().client, names.UsageTracking, units);
    return { budgets, ledger, names, units, reader };
  }

  usageReaderContract(create);

  it('names a row that cannot be read, adds up what it reads, and asks for no impossible span', async () => {
    const { ledger, names, reader, units } = await create();
    const charged = entry(usage('a'));
    await ledger.charge({ before: undefined, after: record() }, [charged]);
    expect(await reader.latest(ALICE, 5)).to.deep.equal([charged]);
    const first = units.sum;
    expect(first).to.be.at.least(0.5);
    expect((await reader.of(ALICE, START, START + DAY_MS).next()).value).to.deep.equal([charged]);
    expect(units.sum).to.equal(2 * first);
    expect(await reader.of(ALICE, START, START).next()).to.deep.equal({ value: undefined, done: true });
    expect(units.sum).to.equal(2 * first);

    const Item = { principal_id: { S: ALICE }, timestamp: { S: '2026-10-01T00:00:05Z#mine' } };
    await database().client.send(new PutItemCommand({ TableName: names.UsageTracking, Item }));
    for (const reading of [reader.latest(ALICE, 5), reader.of(ALICE, START, START + DAY_MS).next()]) {
      const failure = await failureOf(reading);
      expect(failure).to.be.instanceOf(CorruptRowError);
      expect(String(failure)).to.contain(`UsageTracking ${ALICE} 2026-10-01T00:00:05Z#mine`);
    }
  });
});

describeWithDynamoDb('DynamoAuditReader', (database) => {
  async function create() {
    const { AuditLogs } = await database().createTables();
    const { client } = database();
    const units = new ReadUnits();
    return {
      AuditLogs,
      units,
      log: new DynamoAuditLog(client, AuditLogs),
      reader: new DynamoAuditReader(client, AuditLogs, units),
    };
  }

  auditReaderContract(create);

  it('reads days by their index, and names a row that cannot be read', async () => {
    const { AuditLogs, reader, units } = await create();
    const key = { event_id: { S: 'mine' }, event_time: { S: '2026-10-01T00:00:05Z' } };
    const put = (more: Readonly<Record<string, { readonly S: string }>>): Promise<unknown> =>
      database().client.send(new PutItemCommand({ TableName: AuditLogs, Item: { ...key, ...more } }));
    await put({});
    // A row of before the index has no day.
    expect((await reader.all(START, START + DAY_MS).next()).value).to.deep.equal([]);
    await put({ event_day: { S: '2026-10-01' } });
    const before = units.sum;
    const failure = await failureOf(reader.all(START, START + DAY_MS).next());
    expect(failure).to.be.instanceOf(CorruptRowError);
    expect(String(failure)).to.contain('AuditLogs mine: ');
    expect(units.sum).to.be.at.least(before + 0.5);
  });
});
