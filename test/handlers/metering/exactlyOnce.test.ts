import { MemoryBudgetTables } from '../../../local/memory/memoryBudgetTables.js';
import { describeWithDynamoDb } from '../../dynamoDbLocal.js';
import { dynamoTables } from '../../dynamoTables.js';
import { itChargesExactlyOnce } from './exactlyOnce.js';

describe('metering, on tables in memory', () => {
  itChargesExactlyOnce(() => {
    const tables = new MemoryBudgetTables();
    return Promise.resolve({
      budgets: tables,
      ledger: tables,
      allBudgets: () => Promise.resolve(tables.records),
      allEntries: () => Promise.resolve(tables.entries),
    });
  });
});

describeWithDynamoDb('metering, on DynamoDB', (database) => {
  itChargesExactlyOnce(() => dynamoTables(database()));
});
