import {
  ConditionalCheckFailedException,
  PutItemCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { DeniedPerson } from '../../domain/iam/personPolicy.js';
import { isObject } from '../../domain/json.js';
import type { Instant } from '../../domain/instant.js';
import type { Clock } from '../ports/clock.js';
import { emptyPersonPolicy, type PersonPolicyLists, type StoredPersonPolicy } from '../ports/personPolicyLists.js';
import { CorruptRowError } from '../runtime/errors.js';
import { epochSeconds, instant, ItemReader, number, text, type Item } from './attributes.js';
import { batchGet } from './dynamoBatchGet.js';

/** No policy has this number: its row is the lock. */
const LOCK = { policy_number: number(0) };

/** The PersonPolicies table on DynamoDB: one row a policy, and one for the lock. */
export class DynamoPersonPolicyLists implements PersonPolicyLists {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #clock: Clock;

  constructor(client: DynamoDBClient, table: string, clock: Clock) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
  }

  async read(numbers: readonly number[]): Promise<readonly StoredPersonPolicy[]> {
    const keys = numbers.map((one) => ({ policy_number: number(one) }));
    const items = await batchGet(this.#client, this.#clock, this.#table, keys);
    const found = new Map(items.map(policyOf).map((policy) => [policy.number, policy]));
    return numbers.map((one) => found.get(one) ?? emptyPersonPolicy(one));
  }

  async save(before: StoredPersonPolicy, after: StoredPersonPolicy): Promise<'saved' | 'conflict'> {
    const isUnwritten = before.version === 0 && before.writtenVersion === 0 && before.putBackVersion === -1;
    const isSame = 'list_version = :version AND written_version = :written AND put_back_version = :putBack';
    try {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: itemOf(after),
          ConditionExpression: isUnwritten ? `attribute_not_exists(policy_number) OR (${isSame})` : isSame,
          ExpressionAttributeValues: {
            ':version': number(before.version),
            ':written': number(before.writtenVersion),
            ':putBack': number(before.putBackVersion),
          },
        }),
      );
      return 'saved';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'conflict';
      throw error;
    }
  }

  async lock(holder: string, now: Instant, until: Instant): Promise<boolean> {
    return this.#updateLock({
      UpdateExpression: 'SET lock_holder = :holder, locked_until_epoch = :until',
      ConditionExpression: 'attribute_not_exists(lock_holder) OR lock_holder = :holder OR locked_until_epoch <= :now',
      ExpressionAttributeValues: {
        ':holder': text(holder),
        ':until': epochSeconds(until),
        ':now': epochSeconds(now),
      },
    });
  }

  async unlock(holder: string): Promise<void> {
    await this.#updateLock({
      UpdateExpression: 'REMOVE lock_holder, locked_until_epoch',
      ConditionExpression: 'lock_holder = :holder',
      ExpressionAttributeValues: { ':holder': text(holder) },
    });
  }

  async #updateLock(
    update: Pick<
      ConstructorParameters<typeof UpdateItemCommand>[0],
      'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'
    >,
  ): Promise<boolean> {
    try {
      await this.#client.send(new UpdateItemCommand({ TableName: this.#table, Key: LOCK, ...update }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

function itemOf(policy: StoredPersonPolicy): Item {
  return {
    policy_number: number(policy.number),
    persons: text(JSON.stringify(policy.persons)),
    list_version: number(policy.version),
    changed_at: instant(policy.changedAt),
    written_version: number(policy.writtenVersion),
    written_hash: text(policy.writtenHash),
    put_back_version: number(policy.putBackVersion),
  };
}

/** Throws CorruptRowError. */
function policyOf(item: Readonly<Item>): StoredPersonPolicy {
  const name = `PersonPolicies ${item['policy_number']?.N ?? '?'}`;
  const row = new ItemReader(item, name);
  const persons = row.json('persons');
  if (!Array.isArray(persons) || !persons.every(isPerson))
    throw new CorruptRowError(name, 'persons', 'a list of persons');
  return {
    number: row.number('policy_number'),
    persons,
    version: row.number('list_version'),
    changedAt: row.instant('changed_at'),
    writtenVersion: row.number('written_version'),
    writtenHash: row.text('written_hash'),
    putBackVersion: row.number('put_back_version'),
  };
}

function isPerson(value: unknown): value is DeniedPerson {
  return (
    isObject(value) &&
    typeof value['principalId'] === 'string' &&
    Array.isArray(value['sessions']) &&
    value['sessions'].every((session) => typeof session === 'string')
  );
}
