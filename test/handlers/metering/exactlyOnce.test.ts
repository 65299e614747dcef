import { MemoryBudgetTables } from '../../../local/memory/memoryBudgetTables.js';
import { describeWithDynamoDb } from '../../dynamoDbLocal.js';
import { dynamoTables } from '../../dynamoTables.js';
import { itChargesOnceOverBothPaths } from './bothPaths.js';
import { itChargesExactlyOnce, type TablesUnderTest } from './exactlyOnce.js';

function memoryTables(): Promise<TablesUnderTest> {
  const tables = new MemoryBudgetTables();
  return Promise.resolve({
    budgets: tables,
    ledger: tables,
    allBudgets: () => Promise.resolve(tables.records),
    allEntries: () => Promise.resolve(tables.entries),
  });
}

describe('metering, on tables in memory', () => {
  itChargesExactlyOnce(memoryTables);
  itChargesOnceOverBothPaths(memoryTables);
});

describeWithDynamoDb('metering, on DynamoDB', (database) => {
  itChargesExactlyOnce(() => dynamoTables(database()));
  itChargesOnceOverBothPaths(() => dynamoTables(database()));
});
