import { ScanCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { BudgetReader, BudgetRows } from '../ports/budgetReader.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import { CorruptRowError } from '../runtime/errors.js';
import type { Item } from './attributes.js';
import { storedBudgetOf } from './budgetItem.js';
import type { ReadUnits } from './readUnits.js';

/** All rows of UserBudgets by a scan: half a read request unit for each 4 KB. */
export class DynamoBudgetReader implements BudgetReader {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #units: ReadUnits;

  constructor(client: DynamoDBClient, table: string, units: ReadUnits) {
    this.#client = client;
    this.#table = table;
    this.#units = units;
  }

  async *all(): AsyncGenerator<BudgetRows> {
    let from: Item | undefined;
    do {
      const { Items, LastEvaluatedKey, ConsumedCapacity } = await this.#client.send(
        new ScanCommand({
          TableName: this.#table,
          ReturnConsumedCapacity: 'TOTAL',
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      );
      this.#units.add(ConsumedCapacity);
      yield rowsOf(Items ?? []);
      from = LastEvaluatedKey;
    } while (from !== undefined);
  }
}

function rowsOf(items: readonly Item[]): BudgetRows {
  const rows: StoredBudget[] = [];
  const unreadable: BudgetRows['unreadable'][number][] = [];
  for (const item of items) {
    try {
      rows.push(storedBudgetOf(item));
    } catch (error) {
      if (!(error instanceof CorruptRowError)) throw error;
      unreadable.push({ principalId: item['principal_id']?.S ?? '?', problem: error.message });
    }
  }
  return { rows, unreadable };
}
