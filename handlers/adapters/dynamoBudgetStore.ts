import { isDeepStrictEqual } from 'node:util';
import {
  ConditionalCheckFailedException,
  QueryCommand,
  TransactionConflictException,
  UpdateItemCommand,
  type DynamoDBClient,
  type QueryCommandInput,
  type Update,
} from '@aws-sdk/client-dynamodb';
import type { Instant } from '../../domain/instant.js';
import type { BudgetChange, StoredBudget, BudgetStore, DuePage, DueWork, SaveAnswer } from '../ports/budgetStore.js';
import type { Clock } from '../ports/clock.js';
import { TABLES } from '../contracts/tables.js';
import { epochSeconds, number, text, type Item } from './attributes.js';
import { budgetItem, storedBudgetOf } from './budgetItem.js';
import { batchGet } from './dynamoBatchGet.js';

const [REVIEW_DUE, REFRESH_DUE, PRINCIPAL_NAME] = TABLES.UserBudgets.indexes;

const DUE_INDEXES = { review: REVIEW_DUE, refresh: REFRESH_DUE } as const;

/** The UserBudgets table on DynamoDB. */
export class DynamoBudgetStore implements BudgetStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #clock: Clock;

  constructor(client: DynamoDBClient, table: string, clock: Clock) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
  }

  async read(principalIds: readonly string[]): Promise<ReadonlyMap<string, StoredBudget>> {
    const keys = principalIds.map((principalId) => ({ principal_id: text(principalId) }));
    const records = (await batchGet(this.#client, this.#clock, this.#table, keys)).map(storedBudgetOf);
    return new Map(records.map((record) => [record.budget.principalId, record]));
  }

  async save(change: BudgetChange): Promise<SaveAnswer> {
    try {
      await this.#client.send(
        new UpdateItemCommand({
          ...budgetUpdate(this.#table, change),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'saved';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return isOurs(error, change) ? 'saved' : 'conflict';
      if (error instanceof TransactionConflictException) return 'conflict';
      throw error;
    }
  }

  async due(work: DueWork, at: Instant, limit: number, from?: string): Promise<DuePage> {
    const { name, partitionKey, sortKey } = DUE_INDEXES[work];
    return this.#query({
      IndexName: name,
      KeyConditionExpression: '#partition = :yes AND #due <= :at',
      ExpressionAttributeNames: { '#partition': partitionKey.name, '#due': sortKey.name },
      ExpressionAttributeValues: { ':yes': text('yes'), ':at': epochSeconds(at) },
      Limit: limit,
      ...(from === undefined ? {} : { ExclusiveStartKey: JSON.parse(from) as Item }),
    });
  }

  async named(name: string): Promise<readonly string[]> {
    const { principalIds } = await this.#query({
      IndexName: PRINCIPAL_NAME.name,
      KeyConditionExpression: '#name = :name',
      ExpressionAttributeNames: { '#name': PRINCIPAL_NAME.partitionKey.name },
      ExpressionAttributeValues: { ':name': text(name) },
    });
    return principalIds;
  }

  async #query(input: Omit<QueryCommandInput, 'TableName'>): Promise<DuePage> {
    const { Items, LastEvaluatedKey } = await this.#client.send(new QueryCommand({ TableName: this.#table, ...input }));
    return {
      principalIds: (Items ?? []).flatMap((item) => item['principal_id']?.S ?? []),
      next: LastEvaluatedKey === undefined ? undefined : JSON.stringify(LastEvaluatedKey),
    };
  }
}

/** Whether the SDK has asked again because an answer was lost, and the row is what the first attempt wrote. */
function isOurs({ $metadata, Item }: ConditionalCheckFailedException, { after }: BudgetChange): boolean {
  return ($metadata.attempts ?? 1) > 1 && isDeepStrictEqual(Item, budgetItem(after));
}

/** Writes the attributes that differ, if the row is still the one that was read. */
export function budgetUpdate(table: string, { before, after }: BudgetChange): Update & { UpdateExpression: string } {
  const { principal_id: key, ...attributes } = budgetItem(after);
  const known = before === undefined ? {} : budgetItem(before);
  const set = Object.entries(attributes).filter(([name, value]) => !isSame(value, known[name]));
  const removed = Object.keys(known).filter((name) => name !== 'principal_id' && attributes[name] === undefined);
  const names = [...set.map(([name]) => name), ...removed];
  const removal = removed.length === 0 ? '' : ` REMOVE ${removed.map((name) => `#${name}`).join(', ')}`;
  return {
    TableName: table,
    Key: { principal_id: key ?? text(after.budget.principalId) },
    UpdateExpression: `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}${removal}`,
    ConditionExpression: before === undefined ? 'attribute_not_exists(#version)' : '#version = :known',
    ExpressionAttributeNames: Object.fromEntries(['version', ...names].map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      ...(before === undefined ? {} : { ':known': number(before.version) }),
    },
  };
}

function isSame(left: Item[string], right: Item[string] | undefined): boolean {
  if (left.S !== undefined || left.N !== undefined) return left.S === right?.S && left.N === right?.N;
  return JSON.stringify(left) === JSON.stringify(right);
}
