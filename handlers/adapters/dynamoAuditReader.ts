import type { DynamoDBClient, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { AuditEntry } from '../../domain/audit/auditEntry.js';
import { DAY_MS, type Instant } from '../../domain/instant.js';
import type { AuditReader } from '../ports/auditReader.js';
import { text } from './attributes.js';
import { auditDayOf, auditEntryIn } from './auditItem.js';
import { keySpan, withinSpan } from './keySpan.js';
import { queryPages } from './queryPages.js';
import type { ReadUnits } from './readUnits.js';

/** The rows of AuditLogs by its indexes: of an identity, or of a day. */
export class DynamoAuditReader implements AuditReader {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #units: ReadUnits;

  constructor(client: DynamoDBClient, table: string, units: ReadUnits) {
    this.#client = client;
    this.#table = table;
    this.#units = units;
  }

  of(userIdentity: string, since: Instant, until: Instant): AsyncGenerator<readonly AuditEntry[]> {
    return this.#query('user-identity', 'user_identity', userIdentity, since, until);
  }

  async *all(since: Instant, until: Instant): AsyncGenerator<readonly AuditEntry[]> {
    for (let day = since - (since % DAY_MS); day < until; day += DAY_MS) {
      yield* this.#query(
        'event-day',
        'event_day',
        auditDayOf(day),
        Math.max(since, day),
        Math.min(until, day + DAY_MS),
      );
    }
  }

  async *#query(
    IndexName: string,
    key: string,
    value: string,
    since: Instant,
    until: Instant,
  ): AsyncGenerator<readonly AuditEntry[]> {
    if (until <= since) return;
    const { first, last } = keySpan(since, until);
    const query: QueryCommandInput = {
      TableName: this.#table,
      IndexName,
      KeyConditionExpression: '#key = :key AND #time BETWEEN :first AND :last',
      ExpressionAttributeNames: { '#key': key, '#time': 'event_time' },
      ExpressionAttributeValues: { ':key': text(value), ':first': first, ':last': last },
    };
    for await (const items of queryPages(this.#client, query, this.#units)) {
      yield withinSpan(items.map(auditEntryIn), since, until, ({ eventTime }) => eventTime);
    }
  }
}
