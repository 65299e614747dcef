import { paginateScan } from '@aws-sdk/client-dynamodb';
import type { Item } from '../handlers/adapters/attributes.js';
import { storedBudgetOf } from '../handlers/adapters/budgetItem.js';
import { DynamoBudgetCensus } from '../handlers/adapters/dynamoBudgetCensus.js';
import { DynamoBudgetStore } from '../handlers/adapters/dynamoBudgetStore.js';
import { DynamoUsageLedger } from '../handlers/adapters/dynamoUsageLedger.js';
import { SystemClock } from '../handlers/adapters/systemClock.js';
import { ledgerEntryOf } from '../handlers/adapters/usageItem.js';
import type { BudgetCensus } from '../handlers/ports/budgetCensus.js';
import type { StoredBudget, BudgetStore } from '../handlers/ports/budgetStore.js';
import type { LedgerEntry, UsageLedger } from '../handlers/ports/usageLedger.js';
import type { Database, TableNames } from './dynamoDbLocal.js';

export interface DynamoTables {
  readonly names: TableNames;
  readonly budgets: BudgetStore;
  readonly ledger: UsageLedger;
  readonly census: BudgetCensus;
  readonly allBudgets: () => Promise<readonly StoredBudget[]>;
  readonly allEntries: () => Promise<readonly LedgerEntry[]>;
}

/** So few that a handful of budgets is more than one page. */
const ROWS_OF_A_PAGE = 5;

/** The adapters on empty tables of a DynamoDB Local, with a look at all rows. */
export async function dynamoTables(database: Database): Promise<DynamoTables> {
  const names = await database.createTables();
  const { client } = database;
  const scan = async (TableName: string): Promise<readonly Item[]> => {
    const items: Item[] = [];
    for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true })) {
      items.push(...(page.Items ?? []));
    }
    return items;
  };
  return {
    names,
    budgets: new DynamoBudgetStore(client, names.UserBudgets, new SystemClock()),
    ledger: new DynamoUsageLedger(
      client,
      { usage: names.UsageTracking, budgets: names.UserBudgets },
      new SystemClock(),
    ),
    census: new DynamoBudgetCensus(client, names.UserBudgets, new SystemClock(), ROWS_OF_A_PAGE),
    allBudgets: async () => (await scan(names.UserBudgets)).map(storedBudgetOf),
    allEntries: async () => (await scan(names.UsageTracking)).map(ledgerEntryOf),
  };
}
