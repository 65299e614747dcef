import { QueryCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../../domain/instant.js';
import type { LedgerEntry } from '../ports/usageLedger.js';
import type { UsageReader } from '../ports/usageReader.js';
import { instant, text } from './attributes.js';
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
    const query = {
      TableName: this.#table,
      // The key goes on with the request id, so BETWEEN leaves out the calls of `until` itself.
      KeyConditionExpression: '#id = :id AND #time BETWEEN :since AND :until',
      ExpressionAttributeNames: { '#id': 'principal_id', '#time': 'timestamp' },
      ExpressionAttributeValues: { ':id': text(principalId), ':since': instant(since), ':until': instant(until) },
    };
    for await (const items of queryPages(this.#client, query, this.#units)) yield items.map(ledgerEntryOf);
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
