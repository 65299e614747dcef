import { paginateQuery, type DynamoDBClient, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './attributes.js';
import type { ReadUnits } from './readUnits.js';

/** The pages of an eventually consistent query, as DynamoDB gives them: up to a megabyte each. */
export async function* queryPages(
  client: DynamoDBClient,
  query: QueryCommandInput,
  units: ReadUnits,
): AsyncGenerator<readonly Item[]> {
  for await (const page of paginateQuery({ client }, { ...query, ReturnConsumedCapacity: 'TOTAL' })) {
    units.add(page.ConsumedCapacity);
    yield page.Items ?? [];
  }
}
