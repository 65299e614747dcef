import { QueryCommand, TransactWriteItemsCommand, type DynamoDBClient, type Put } from '@aws-sdk/client-dynamodb';
import type { BudgetChange, SaveAnswer } from '../ports/budgetStore.js';
import type { Clock } from '../ports/clock.js';
import type { TeamCount, TeamCountChange, TeamCountKey, TeamCountPage, TeamCounts } from '../ports/teamCounts.js';
import { amount, instant, ItemReader, number, text, type Item } from './attributes.js';
import { batchGet } from './dynamoBatchGet.js';
import { budgetUpdate } from './dynamoBudgetStore.js';
import { transactionAnswer } from './dynamoTransaction.js';

const PAGE_SIZE = 100;

/** The TeamSpending table on DynamoDB, written together with UserBudgets. */
export class DynamoTeamCounts implements TeamCounts {
  readonly #client: DynamoDBClient;
  readonly #tables: { readonly counts: string; readonly budgets: string };
  readonly #clock: Clock;

  constructor(client: DynamoDBClient, tables: { readonly counts: string; readonly budgets: string }, clock: Clock) {
    this.#client = client;
    this.#tables = tables;
    this.#clock = clock;
  }

  async read(keys: readonly TeamCountKey[]): Promise<readonly TeamCount[]> {
    return (await batchGet(this.#client, this.#clock, this.#tables.counts, keys.map(keyOf))).map(countOf);
  }

  async save(budget: BudgetChange, counts: readonly TeamCountChange[]): Promise<SaveAnswer> {
    const rows = counts.map((change) => ({ Put: this.#put(change) }));
    const TransactItems = [{ Update: budgetUpdate(this.#tables.budgets, budget) }, ...rows];
    const answer = await transactionAnswer(() => this.#client.send(new TransactWriteItemsCommand({ TransactItems })));
    return answer.kind === 'written' ? 'saved' : 'conflict';
  }

  async members(team: string, from?: string): Promise<TeamCountPage> {
    const { Items = [], LastEvaluatedKey } = await this.#client.send(
      new QueryCommand({
        TableName: this.#tables.counts,
        KeyConditionExpression: 'team = :team',
        ExpressionAttributeValues: { ':team': text(team) },
        ConsistentRead: true,
        Limit: PAGE_SIZE,
        ...(from === undefined ? {} : { ExclusiveStartKey: JSON.parse(from) as Item }),
      }),
    );
    return {
      counts: Items.map(countOf),
      next: LastEvaluatedKey === undefined ? undefined : JSON.stringify(LastEvaluatedKey),
    };
  }

  #put({ before, after }: TeamCountChange): Put {
    const Item = itemOf(after);
    if (before === undefined) {
      return { TableName: this.#tables.counts, Item, ConditionExpression: 'attribute_not_exists(team)' };
    }
    return {
      TableName: this.#tables.counts,
      Item,
      ConditionExpression: 'row_created_at = :created AND row_version = :version',
      ExpressionAttributeValues: { ':created': instant(before.rowCreatedAt), ':version': number(before.rowVersion) },
    };
  }
}

function keyOf({ team, principalId }: TeamCountKey): Item {
  return { team: text(team), principal_id: text(principalId) };
}

function itemOf(count: TeamCount): Item {
  return {
    ...keyOf(count),
    period_start: instant(count.period.start),
    period_end: instant(count.period.end),
    counted_usd: amount(count.countedUsd),
    late_counted_usd: amount(count.lateCountedUsd),
    row_created_at: instant(count.rowCreatedAt),
    row_version: number(count.rowVersion),
  };
}

/** Throws CorruptRowError. */
function countOf(item: Readonly<Item>): TeamCount {
  const row = new ItemReader(item, `TeamSpending ${item['team']?.S ?? '?'} ${item['principal_id']?.S ?? '?'}`);
  return {
    team: row.text('team'),
    principalId: row.text('principal_id'),
    period: { start: row.instant('period_start'), end: row.instant('period_end') },
    countedUsd: row.amount('counted_usd'),
    lateCountedUsd: row.amount('late_counted_usd'),
    rowCreatedAt: row.instant('row_created_at'),
    rowVersion: row.number('row_version'),
  };
}
