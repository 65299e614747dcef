import { ConditionalCheckFailedException, PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AuditEntry } from '../../domain/audit/auditEntry.js';
import type { Instant } from '../../domain/instant.js';
import type { AuditLog } from '../ports/auditLog.js';
import { auditItem } from './auditItem.js';

/** The AuditLogs table on DynamoDB. */
export class DynamoAuditLog implements AuditLog {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async add(entry: AuditEntry, expiresAt: Instant): Promise<'added' | 'known'> {
    const Item = auditItem(entry, expiresAt);
    try {
      const ConditionExpression = 'attribute_not_exists(event_id)';
      await this.#client.send(new PutItemCommand({ TableName: this.#table, Item, ConditionExpression }));
      return 'added';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'known';
      throw error;
    }
  }
}
