import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { usd, usdToString } from '../../../domain/money.js';
import { DynamoAuditLog } from '../../../handlers/adapters/dynamoAuditLog.js';
import { DynamoNoticeLog } from '../../../handlers/adapters/dynamoNoticeLog.js';
import { DynamoPersonPolicyLists } from '../../../handlers/adapters/dynamoPersonPolicyLists.js';
import { DynamoTeamCounts } from '../../../handlers/adapters/dynamoTeamCounts.js';
import { DynamoPriceTable } from '../../../handlers/adapters/dynamoPriceTable.js';
import { SystemClock } from '../../../handlers/adapters/systemClock.js';
import { CorruptRowError } from '../../../handlers/runtime/errors.js';
import { budgetTablesContract } from '../../contracts/budgetTables.js';
import { chargedCallsContract } from '../../contracts/chargedCalls.js';
import { noticeLogContract } from '../../contracts/noticeLog.js';
import { personPolicyListsContract } from '../../contracts/personPolicyLists.js';
import { teamCountsContract } from '../../contracts/teamCounts.js';
import { priceTableContract } from '../../contracts/priceTable.js';
import { describeWithDynamoDb } from '../../dynamoDbLocal.js';
import { dynamoTables } from '../../dynamoTables.js';
import { deliver, firehoseEvent, madeUpMessages, meteringRig } from '../metering/meteringRig.js';

describeWithDynamoDb('the budget tables on DynamoDB', (database) => {
  budgetTablesContract(() => dynamoTables(database()));
  chargedCallsContract(() => dynamoTables(database()));

  it('take a write whose first answer was lost for done, and another’s for a conflict', async () => {
    const tables = await dynamoTables(database());
    const { client } = database();
    await deliver(meteringRig(tables), firehoseEvent([madeUpMessages(2, 1, 1)]));
    const [before] = await tables.allBudgets();
    if (before === undefined) throw new Error('no budget');
    const next = (text: string): typeof before => ({
      ...before,
      version: before.version + 1,
      budget: { ...before.budget, spentUsd: usd(text) },
    });
    let isLost = false;
    client.middlewareStack.add(
      (handler) => async (args) => {
        const answer = await handler(args);
        if (isLost) return answer;
        isLost = true;
        throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
      },
      { step: 'finalizeRequest', priority: 'low', name: 'losesAnAnswer' },
    );
    try {
      expect(await tables.budgets.save({ before, after: next('3') })).to.equal('saved');
      expect(isLost).to.equal(true);
      isLost = false;
      expect(await tables.budgets.save({ before, after: next('4') })).to.equal('conflict');
    } finally {
      client.middlewareStack.remove('losesAnAnswer');
    }
    const [read] = await tables.allBudgets();
    expect(read?.budget.spentUsd).to.deep.equal(usd('3'));
  });

  it('keep a limit that somebody raises by hand while the budget is being charged', async () => {
    const tables = await dynamoTables(database());
    const { client } = database();
    await deliver(meteringRig(tables), firehoseEvent([madeUpMessages(2, 1, 1)]));
    const [before] = await tables.allBudgets();
    if (before === undefined) throw new Error('no budget');
    const Key = { principal_id: { S: before.budget.principalId } };
    const edit = {
      UpdateExpression: 'SET budget_limit_usd = :limit',
      ExpressionAttributeValues: { ':limit': { N: '7' } },
    };
    await client.send(new UpdateItemCommand({ TableName: tables.names.UserBudgets, Key, ...edit }));
    const after = { ...before, version: before.version + 1, budget: { ...before.budget, spentUsd: usd('3') } };
    expect(await tables.budgets.save({ before, after })).to.equal('saved');
    const [read] = await tables.allBudgets();
    expect([
      usdToString(read?.budget.limitUsd ?? usd('0')),
      usdToString(read?.budget.spentUsd ?? usd('0')),
    ]).to.deep.equal(['7', '3']);
  });

  it('name the row and the attribute of an edit that cannot be read', async () => {
    const tables = await dynamoTables(database());
    await deliver(meteringRig(tables), firehoseEvent([madeUpMessages(1, 1, 1)]));
    const [record] = await tables.allBudgets();
    const principalId = record?.budget.principalId ?? '';
    const edit = {
      UpdateExpression: 'SET spent_usd = :limit',
      ExpressionAttributeValues: { ':limit': { S: 'ten' } },
    };
    const Key = { principal_id: { S: principalId } };
    await database().client.send(new UpdateItemCommand({ TableName: tables.names.UserBudgets, Key, ...edit }));
    const failure = await tables.budgets.read([principalId]).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(CorruptRowError);
    expect(String(failure)).to.contain(`${principalId}: spent_usd: not an amount`);
  });
});

describeWithDynamoDb('DynamoTeamCounts', (database) => {
  teamCountsContract(async () => {
    const { budgets, names } = await dynamoTables(database());
    const tables = { counts: names.TeamSpending, budgets: names.UserBudgets };
    return { budgets, counts: new DynamoTeamCounts(database().client, tables, new SystemClock()) };
  });
});

describeWithDynamoDb('DynamoPriceTable', (database) => {
  priceTableContract(async () => {
    const { Pricing } = await database().createTables();
    return new DynamoPriceTable(database().client, Pricing, new SystemClock());
  });
});

describeWithDynamoDb('DynamoPersonPolicyLists', (database) => {
  personPolicyListsContract(async () => {
    const { PersonPolicies } = await database().createTables();
    return new DynamoPersonPolicyLists(database().client, PersonPolicies, new SystemClock());
  });
});

describeWithDynamoDb('DynamoNoticeLog', (database) => {
  noticeLogContract(async () => {
    const { Notifications } = await database().createTables();
    return new DynamoNoticeLog(database().client, Notifications, new SystemClock());
  });
});

describeWithDynamoDb('DynamoAuditLog', (database) => {
  it('writes an entry once, with an expiry', async () => {
    const { AuditLogs } = await database().createTables();
    const log = new DynamoAuditLog(database().client, AuditLogs);
    const entry = {
      eventId: 'e-1',
      eventTime: Date.UTC(2026, 9, 1),
      eventSource: 'iam.amazonaws.com',
      eventType: 'CreateUser',
      userIdentity: 'arn:aws:iam::444455556666:user/admin',
      details: { userName: 'alice' },
    };
    expect(await log.add(entry, Date.UTC(2027, 9, 1))).to.equal('added');
    expect(await log.add({ ...entry, details: {} }, Date.UTC(2027, 9, 1))).to.equal('known');
    const Key = { event_id: { S: 'e-1' }, event_time: { S: '2026-10-01T00:00:00Z' } };
    const { Item } = await database().client.send(new GetItemCommand({ TableName: AuditLogs, Key }));
    expect(Item?.['details']?.S).to.equal('{"userName":"alice"}');
    expect(Item?.['ttl']?.N).to.equal(String(Date.UTC(2027, 9, 1) / 1000));
  });
});
