/** What an object's keys say about it, as bits. */
export type Marks = number;

const SCHEMA_TYPE = 1;
const REQUEST_ID = 2;
const MODEL_ID = 4;
const MESSAGE = 8;
const TIMESTAMP = 16;
const INSIGHTS_MESSAGE = 32;
const RECORD_ID = 64;

const MARKS: ReadonlyMap<string, Marks> = new Map([
  ['schemaType', SCHEMA_TYPE],
  ['requestId', REQUEST_ID],
  ['modelId', MODEL_ID],
  ['message', MESSAGE],
  ['timestamp', TIMESTAMP],
  ['@message', INSIGHTS_MESSAGE],
  ['recordId', RECORD_ID],
]);

/**
 * Keys of documents that wrap log events: filter-log-events, subscription payloads, Firehose and Lambda events,
 * Insights.
 */
export const ENVELOPE_KEYS: ReadonlySet<string> = new Set(['events', 'logEvents', 'records', 'results']);

export function marksOfKey(key: string): Marks {
  return MARKS.get(key) ?? 0;
}

/** Whether an object is an invocation record, and so no envelope, whatever else it contains. */
export function isOwnRecord(marks: Marks): boolean {
  return (marks & (SCHEMA_TYPE | REQUEST_ID | MODEL_ID)) !== 0;
}

/** Whether an object is a record or a log event, wherever it is. */
export function isStandalone(marks: Marks): boolean {
  const has = (bits: Marks): boolean => (marks & bits) === bits;
  return [SCHEMA_TYPE, REQUEST_ID | MODEL_ID, MESSAGE | TIMESTAMP, INSIGHTS_MESSAGE, RECORD_ID].some(has);
}
