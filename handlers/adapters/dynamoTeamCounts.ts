import { QueryCommand, TransactWriteItemsCommand, type DynamoDBClient, type Put } from '@aws-sdk/client-dynamodb';
import type { BudgetChange, SaveAnswer } from '../ports/budgetStore.js';
import type { Clock } from '../ports/clock.js';
import type { TeamCount, TeamCountChange, TeamCountKey, TeamCountPage, TeamCounts } from '../ports/teamCounts.js';
import { instant, number, text, type Item } from './attributes.js';
import { batchGet } from './dynamoBatchGet.js';
import { budgetUpdate } from './dynamoBudgetStore.js';
import { transactionAnswer } from './dynamoTransaction.js';
import { teamCountItem, teamCountItemKey, teamCountOf } from './teamCountItem.js';

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
    return (await batchGet(this.#client, this.#clock, this.#tables.counts, keys.map(teamCountItemKey))).map(
      teamCountOf,
    );
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
      counts: Items.map(teamCountOf),
      next: LastEvaluatedKey === undefined ? undefined : JSON.stringify(LastEvaluatedKey),
    };
  }

  #put({ before, after }: TeamCountChange): Put {
    const Item = teamCountItem(after);
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
