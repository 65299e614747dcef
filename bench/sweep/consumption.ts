import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isObject, objectAt } from '../../domain/json.js';

/** What a client has asked of DynamoDB, by its own account. */
export interface Consumption {
  calls: number;
  readUnits: number;
  writeUnits: number;
  /** Rows and index entries that were read. */
  itemsRead: number;
}

/** Counts from now on. */
export function consumptionOf(client: DynamoDBClient): Consumption {
  const sum: Consumption = { calls: 0, readUnits: 0, writeUnits: 0, itemsRead: 0 };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const answer = await next(args);
      const isRead = /^(Query|Scan|GetItem|BatchGetItem)Command$/.test(context.commandName ?? '');
      sum.calls += 1;
      sum[isRead ? 'readUnits' : 'writeUnits'] += unitsIn(answer.output);
      if (isRead) sum.itemsRead += itemsIn(answer.output);
      return answer;
    },
    { step: 'initialize', name: 'consumption' },
  );
  return sum;
}

function unitsIn(output: unknown): number {
  const consumed = isObject(output) ? output['ConsumedCapacity'] : undefined;
  const all: readonly unknown[] = Array.isArray(consumed) ? consumed : [consumed];
  return all.reduce<number>((units, one) => units + numberAt(one, 'CapacityUnits'), 0);
}

/** Of a query all that it looked at, not what passed a filter. */
function itemsIn(output: unknown): number {
  const found = Object.values(objectAt(output, 'Responses')).flatMap((rows) =>
    Array.isArray(rows) ? (rows as readonly unknown[]) : [],
  );
  const one = isObject(output) && isObject(output['Item']) ? 1 : 0;
  return found.length + one + numberAt(output, 'ScannedCount');
}

function numberAt(value: unknown, key: string): number {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'number' ? found : 0;
}
