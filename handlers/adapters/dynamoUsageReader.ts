import { QueryCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../../domain/instant.js';
import type { LedgerEntry } from '../ports/usageLedger.js';
import type { UsageReader } from '../ports/usageReader.js';
import { text } from './attributes.js';
import { keySpan, withinSpan } from './keySpan.js';
import { queryPages } from './queryPages.js';
import type { ReadUnits } from './readUnits.js';
import { ledgerEntryOf } from './usageItem.js';

/** The rows of UsageTracking by their keys: a principal, and the calls' time, which begins the sort key. */
export class DynamoUsageReader implements UsageReader {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #units: ReadUnits;

  constructor(client: DynamoDBClient, table: string, units: ReadUnits) {
    this.#client = client;
    this.#table = table;
    this.#units = units;
  }

  async *of(principalId: string, since: Instant, until: Instant): AsyncGenerator<readonly LedgerEntry[]> {
    if (until <= since) return;
    const { first, last } = keySpan(since, until);
    const query = {
      TableName: this.#table,
      KeyConditionExpression: '#id = :id AND #time BETWEEN :first AND :last',
      ExpressionAttributeNames: { '#id': 'principal_id', '#time': 'timestamp' },
      ExpressionAttributeValues: { ':id': text(principalId), ':first': first, ':last': last },
    };
    for await (const items of queryPages(this.#client, query, this.#units)) {
      yield withinSpan(items.map(ledgerEntryOf), since, until, ({ record }) => record.timestamp);
    }
  }

  async latest(principalId: string, count: number): Promise<readonly LedgerEntry[]> {
    const { Items = [], ConsumedCapacity } = await this.#client.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'principal_id = :id',
        ExpressionAttributeValues: { ':id': text(principalId) },
        ScanIndexForward: false,
        Limit: count,
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    this.#units.add(ConsumedCapacity);
    return Items.map(ledgerEntryOf);
  }
}
