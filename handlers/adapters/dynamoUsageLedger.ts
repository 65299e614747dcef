import { QueryCommand, TransactWriteItemsCommand, type DynamoDBClient, type Put } from '@aws-sdk/client-dynamodb';
import { formatInstant, type Instant } from '../../domain/instant.js';
import type { Clock } from '../ports/clock.js';
import type { BudgetChange } from '../ports/budgetStore.js';
import type {
  ChargeAnswer,
  LedgerChange,
  LedgerEntry,
  ProvisionalPage,
  UsageKey,
  UsageLedger,
} from '../ports/usageLedger.js';
import { TABLES } from '../contracts/tables.js';
import { amount, number, text, type Item } from './attributes.js';
import { batchGet } from './dynamoBatchGet.js';
import { budgetUpdate } from './dynamoBudgetStore.js';
import { transactionAnswer } from './dynamoTransaction.js';
import { ledgerEntryOf, PROVISIONAL_SHARDS, usageItem, usageKey } from './usageItem.js';

const [PROVISIONAL] = TABLES.UsageTracking.indexes;

const PAGE_SIZE = 500;

/** Where a page of provisional entries ended. */
interface Cursor {
  readonly shard: number;
  readonly key: Item | undefined;
}

/** The UsageTracking table on DynamoDB, written together with UserBudgets. */
export class DynamoUsageLedger implements UsageLedger {
  readonly #client: DynamoDBClient;
  readonly #tables: { readonly usage: string; readonly budgets: string };
  readonly #clock: Clock;

  constructor(client: DynamoDBClient, tables: { readonly usage: string; readonly budgets: string }, clock: Clock) {
    this.#client = client;
    this.#tables = tables;
    this.#clock = clock;
  }

  async charge(change: BudgetChange, entries: readonly LedgerChange[]): Promise<ChargeAnswer> {
    const rows = entries.map((entry) => ({ Put: this.#put(entry) }));
    const TransactItems = [{ Update: budgetUpdate(this.#tables.budgets, change) }, ...rows];
    const answer = await transactionAnswer(() => this.#client.send(new TransactWriteItemsCommand({ TransactItems })));
    if (answer.kind === 'written') return { kind: 'charged' };
    if (answer.kind === 'busy') return answer;
    const duplicates = answer.failedConditions.flatMap(({ index, item }) =>
      index === 0 ? [] : [{ index: index - 1, stored: item === undefined ? undefined : ledgerEntryOf(item) }],
    );
    return { kind: 'refused', isStale: duplicates.length < answer.failedConditions.length, duplicates };
  }

  async charged(keys: readonly UsageKey[]): Promise<ReadonlySet<string>> {
    const items = await batchGet(this.#client, this.#clock, this.#tables.usage, keys.map(usageKey));
    return new Set(items.map(({ request_id: requestId }) => requestId?.S ?? ''));
  }

  async find(keys: readonly UsageKey[]): Promise<readonly LedgerEntry[]> {
    const items = await batchGet(this.#client, this.#clock, this.#tables.usage, keys.map(usageKey), 'eventual');
    return items.map(ledgerEntryOf);
  }

  async provisional(since: Instant, from?: string): Promise<ProvisionalPage> {
    const { shard, key } = from === undefined ? { shard: 0, key: undefined } : (JSON.parse(from) as Cursor);
    const { Items, LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#tables.usage,
        IndexName: PROVISIONAL.name,
        KeyConditionExpression: '#shard = :shard AND #timestamp >= :since',
        ExpressionAttributeNames: {
          '#shard': PROVISIONAL.partitionKey.name,
          '#timestamp': PROVISIONAL.sortKey.name,
        },
        ExpressionAttributeValues: {
          ':shard': text(PROVISIONAL_SHARDS[shard] ?? ''),
          ':since': text(formatInstant(since)),
        },
        Limit: PAGE_SIZE,
        ...(key === undefined ? {} : { ExclusiveStartKey: key }),
      }),
    );
    const next: Cursor =
      LastEvaluatedKey === undefined ? { shard: shard + 1, key: undefined } : { shard, key: LastEvaluatedKey };
    return {
      entries: (Items ?? []).map(ledgerEntryOf),
      next: next.shard < PROVISIONAL_SHARDS.length ? JSON.stringify(next) : undefined,
    };
  }

  /** A refused put answers with the row that is there, at no cost and without another read. */
  #put(entry: LedgerChange): Put {
    return {
      TableName: this.#tables.usage,
      Item: usageItem(entry),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ...conditionOf(entry.replaces),
    };
  }
}

/** A correction changes the cost or the price status of a row, a larger record the number of its replacements. */
function conditionOf(
  replaces: LedgerEntry | undefined,
): Pick<Put, 'ConditionExpression' | 'ExpressionAttributeValues'> {
  if (replaces === undefined) return { ConditionExpression: 'attribute_not_exists(principal_id)' };
  const { record, replacements } = replaces;
  const isFirst = replacements === undefined;
  const count = isFirst ? 'attribute_not_exists(replacements)' : 'replacements = :replacements';
  return {
    ConditionExpression: `cost_usd = :cost AND price_status = :status AND ${count}`,
    ExpressionAttributeValues: {
      ':cost': amount(record.costUsd),
      ':status': text(record.priceStatus),
      ...(isFirst ? {} : { ':replacements': number(replacements) }),
    },
  };
}
