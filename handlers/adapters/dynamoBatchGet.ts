import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ServiceError } from '../runtime/errors.js';
import type { Clock } from '../ports/clock.js';
import { backoff, MAX_ATTEMPTS } from '../runtime/retries.js';
import type { Item } from './attributes.js';

const MAX_KEYS = 100;

/** Reads rows by key; those that are not there are not in the answer. Throws ServiceError. */
export async function batchGet(
  client: DynamoDBClient,
  clock: Clock,
  table: string,
  keys: readonly Item[],
  consistency: 'strong' | 'eventual' = 'strong',
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let from = 0; from < keys.length; from += MAX_KEYS) {
    let pending: readonly Item[] = keys.slice(from, from + MAX_KEYS);
    for (let attempt = 1; pending.length > 0; attempt += 1) {
      if (attempt > MAX_ATTEMPTS) throw new ServiceError('DynamoDB', `${table}: ${pending.length} keys stay unread`);
      if (attempt > 1) await backoff(clock, attempt);
      const RequestItems = { [table]: { Keys: [...pending], ConsistentRead: consistency === 'strong' } };
      const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems }));
      items.push(...(Responses?.[table] ?? []));
      pending = UnprocessedKeys?.[table]?.Keys ?? [];
    }
  }
  return items;
}
