import { PutItemCommand, type ConsumedCapacity, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { indexWriteUnits, readUnits, sizeOf, storedBytes, writeUnits } from '../../../bench/calls/capacity.js';
import { number, text, type Item } from '../../../handlers/adapters/attributes.js';
import { TABLES } from '../../../handlers/contracts/tables.js';
import { describeWithDynamoDb } from '../../dynamoDbLocal.js';

const KEY = { principal_id: text('arn:aws:iam::444455556666:role/search') };
const DUE = { review_due: text('yes'), review_due_at: number(1_792_497_600) };
const LATER = { review_due: text('yes'), review_due_at: number(1_792_497_900) };

function filled(bytes: number): Item {
  return { ...KEY, filling: text('x'.repeat(bytes - sizeOf({ ...KEY, filling: text('') }))) };
}

describe('the units that DynamoDB bills', () => {
  it('round writes up to a kilobyte, by the larger of before and after', () => {
    expect(writeUnits(undefined, filled(1024))).to.equal(1);
    expect(writeUnits(undefined, filled(1025))).to.equal(2);
    expect(writeUnits(filled(3000), filled(100))).to.equal(3);
  });

  it('round reads up to four kilobytes, and one of nothing costs as much as one', () => {
    expect([undefined, filled(4096), filled(4097)].map(readUnits)).to.deep.equal([1, 1, 2]);
  });

  it('count an entry of a sparse index when it comes, goes, or moves to another key, which takes two', () => {
    const units = (before: Item | undefined, after: Item): number => indexWriteUnits(TABLES.UserBudgets, before, after);
    expect(units(undefined, KEY)).to.equal(0);
    expect(units(KEY, { ...KEY, ...DUE })).to.equal(1);
    expect(units({ ...KEY, ...DUE }, { ...KEY, ...DUE, spent_usd: number(1) })).to.equal(0);
    expect(units({ ...KEY, ...DUE }, { ...KEY, ...LATER })).to.equal(2);
    expect(units({ ...KEY, ...DUE }, KEY)).to.equal(1);
  });

  it('store a row with its entries, a hundred bytes on top of each', () => {
    const row = { ...KEY, ...DUE };
    expect(storedBytes(TABLES.UserBudgets, row)).to.equal(sizeOf(row) * 2 + 200);
  });
});

describeWithDynamoDb('the units that are computed, beside what DynamoDB Local says of single writes', (database) => {
  it('agree on rows and on their entries in indexes', async () => {
    const { client } = database();
    const { UserBudgets } = await database().createTables();
    let before: Item | undefined;
    for (const row of [KEY, { ...KEY, ...DUE }, { ...filled(1100), ...LATER }, filled(2100), KEY]) {
      const after: Item = row;
      const consumed = await put(client, UserBudgets, after);
      const indexes = Object.values(consumed.GlobalSecondaryIndexes ?? {});
      const ofIndexes = indexes.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      expect(consumed.Table?.CapacityUnits).to.equal(writeUnits(before, after));
      expect(ofIndexes).to.equal(indexWriteUnits(TABLES.UserBudgets, before, after));
      before = after;
    }
  });
});

async function put(client: DynamoDBClient, TableName: string, Item: Item): Promise<ConsumedCapacity> {
  const command = new PutItemCommand({ TableName, Item, ReturnConsumedCapacity: 'INDEXES' });
  return (await client.send(command)).ConsumedCapacity ?? {};
}
