import type { AuditEntry } from '../../domain/audit/auditEntry.js';
import { formatInstant, type Instant } from '../../domain/instant.js';
import { isObject, type JsonObject } from '../../domain/json.js';
import { CorruptRowError } from '../runtime/errors.js';
import { epochSeconds, instant, ItemReader, text, timeToLive, type Item } from './attributes.js';

/** A row of AuditLogs. */
export function auditItem(entry: AuditEntry, expiresAt: Instant): Item {
  return {
    event_id: text(entry.eventId),
    event_time: instant(entry.eventTime),
    event_day: text(auditDayOf(entry.eventTime)),
    event_source: text(entry.eventSource),
    event_type: text(entry.eventType),
    user_identity: text(entry.userIdentity),
    details: text(JSON.stringify(entry.details)),
    timestamp_epoch: epochSeconds(entry.eventTime),
    ttl: timeToLive(expiresAt),
  };
}

/** Throws CorruptRowError. */
export function auditEntryIn(item: Readonly<Item>): AuditEntry {
  const row = new ItemReader(item, `AuditLogs ${item['event_id']?.S ?? '?'}`);
  return {
    eventId: row.text('event_id'),
    eventTime: row.instant('event_time'),
    eventSource: row.text('event_source'),
    eventType: row.text('event_type'),
    userIdentity: row.text('user_identity'),
    details: detailsOf(row),
  };
}

/** The day (UTC) under which an entry is found, `YYYY-MM-DD`. */
export function auditDayOf(at: Instant): string {
  return formatInstant(at).slice(0, 10);
}

function detailsOf(row: ItemReader): JsonObject {
  try {
    const details: unknown = JSON.parse(row.text('details'));
    if (isObject(details)) return details;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new CorruptRowError(row.name, 'details', 'a JSON object');
}
