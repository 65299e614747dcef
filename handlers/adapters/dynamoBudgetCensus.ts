import { ScanCommand, type DynamoDBClient, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import type { AccountType } from '../../domain/iam/principal.js';
import type { Instant } from '../../domain/instant.js';
import { OutOfTimeError } from '../runtime/errors.js';
import { NO_BUDGETS, type BudgetCensus, type BudgetStatus, type StatusCounts } from '../ports/budgetCensus.js';
import type { Clock } from '../ports/clock.js';
import type { Item } from './attributes.js';

const TEAM: AccountType = 'team';

/**
 * Counts the rows of UserBudgets by a scan, apart from the store, so that nobody else may scan. DynamoDB reads whole rows
 * whatever is asked of them: an eventually consistent scan takes half a read request unit for each 4 KB, 128 a megabyte
 * (DynamoDB Developer Guide, "Capacity unit consumption for read operations"). A budget takes about 1 KB.
 */
export class DynamoBudgetCensus implements BudgetCensus {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #clock: Clock;
  readonly #mostRows: number | undefined;

  /** `mostRows` of a page; by default as many as DynamoDB gives, a megabyte of them. */
  constructor(client: DynamoDBClient, table: string, clock: Clock, mostRows?: number) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
    this.#mostRows = mostRows;
  }

  async countByStatus(deadline: Instant): Promise<StatusCounts> {
    const budgets = { ...NO_BUDGETS };
    const unreadable: string[] = [];
    let from: Item | undefined;
    do {
      if (this.#clock.now() >= deadline) throw new OutOfTimeError('not all budgets could be counted');
      const { Items = [], LastEvaluatedKey } = await this.#page(from);
      for (const item of Items) {
        if (item['account_type']?.S === TEAM) continue;
        const status = item['status']?.S ?? '';
        if (isStatus(status)) budgets[status] += 1;
        else unreadable.push(item['principal_id']?.S ?? '?');
      }
      from = LastEvaluatedKey;
    } while (from !== undefined);
    return { budgets, unreadable };
  }

  #page(from: Item | undefined): Promise<ScanCommandOutput> {
    return this.#client.send(
      new ScanCommand({
        TableName: this.#table,
        ProjectionExpression: '#id, #status, #type',
        ExpressionAttributeNames: { '#id': 'principal_id', '#status': 'status', '#type': 'account_type' },
        ...(this.#mostRows === undefined ? {} : { Limit: this.#mostRows }),
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
  }
}

function isStatus(text: string): text is BudgetStatus {
  return Object.hasOwn(NO_BUDGETS, text);
}
