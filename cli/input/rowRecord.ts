import { isObject, type JsonObject } from '../../domain/json.js';

/** A record as read, or why it could not be. */
export interface Content {
  /** Text for a log event's message. */
  readonly content: unknown;
  readonly problem?: string;
  /** Counts that a query's row lacks. */
  readonly missing?: readonly string[];
}

/** A query's row: cells by column. */
export type Row = ReadonlyMap<string, unknown>;

/** Chosen by the caller, so no reason to refuse a row; a query may name its keys: `requestMetadata.team`. */
const METADATA = 'requestMetadata';

/** Fields of a record that tell usage, price and caller. Athena writes their names in lower case. */
const FIELDS = [
  'schemaType',
  'schemaVersion',
  'timestamp',
  'accountId',
  'region',
  'requestId',
  'operation',
  'modelId',
  'errorCode',
  'inferenceRegion',
  'identity',
  'identity.arn',
  METADATA,
  'input',
  'input.inputBodyJson',
  'input.inputBodyS3Path',
  'input.inputTokenCount',
  'input.cacheReadInputTokenCount',
  'input.cacheWriteInputTokenCount',
  'output',
  'output.outputBodyJson',
  'output.outputBodyS3Path',
  'output.outputTokenCount',
] as const;

const COUNTS = FIELDS.filter((field) => field.endsWith('TokenCount'));

const FIELD_OF = new Map<string, string>(FIELDS.map((field) => [field.toLowerCase(), field]));

/** Fields of a record that are objects. */
const OBJECTS = new Set(['identity', METADATA, 'input', 'output', 'input.inputBodyJson', 'output.outputBodyJson']);

/** Whether an object is a row of Logs Insights' export: it has a message, or names with dots, which no record has. */
export function isRow(value: JsonObject): boolean {
  return Object.keys(value).some(
    (key) => key === '@message' || (key.includes('.') && fieldOf(key)?.includes('.') === true),
  );
}

/** A row of `get-query-results`: `[{"field": "@message", "value": "…"}, …]`. */
export function rowOfFields(elements: readonly unknown[]): Row | undefined {
  const isField = (element: unknown): element is JsonObject =>
    isObject(element) && typeof element['field'] === 'string';
  if (elements.length === 0 || !elements.every(isField)) return undefined;
  return new Map(elements.map((element) => [String(element['field']), element['value']]));
}

/** Whether a query's result has columns that make a record. */
export function namesRecord(columns: readonly string[]): boolean {
  const isMessage = columns.includes('@message') || (columns.includes('message') && columns.includes('timestamp'));
  return isMessage || columns.filter((column) => fieldOf(column) !== undefined).length >= 2;
}

/** The record in a row of Logs Insights or Athena: its `@message`, or its fields. */
export function contentOfRow(row: Row): Content {
  const message = row.get('@message') ?? row.get('message') ?? (row.size === 1 ? [...row.values()][0] : undefined);
  if (message !== undefined && message !== '') return { content: message };
  const cells = [...row].flatMap(([column, cell]) => {
    const field = fieldOf(column);
    return field === undefined || cell === '' || cell === null || cell === undefined ? [] : [[field, cell] as const];
  });
  const record: Record<string, unknown> = {};
  // Objects before the fields inside them.
  for (const [field, cell] of cells.sort(([left], [right]) => left.length - right.length)) {
    const value = valueOf(field, cell);
    if (value === UNREADABLE && field === METADATA) continue;
    if (value === UNREADABLE) return { content: Object.fromEntries(row), problem: structProblem(field) };
    put(record, field, value);
  }
  record['timestamp'] = instantText(record['timestamp'] ?? row.get('@timestamp'));
  return withCounts(record, row);
}

/** A row without any count would be free, so it is a problem. */
function withCounts(record: JsonObject, row: Row): Content {
  const columns = new Set([...row.keys()].map(fieldOf));
  const missing = COUNTS.filter((count) => !columns.has(count) && !columns.has(count.slice(0, count.indexOf('.'))));
  if (missing.length < COUNTS.length) return { content: record, missing };
  const isFailed = record['errorCode'] !== undefined;
  return isFailed ? { content: record } : { content: record, problem: `no token counts; query ${COUNTS.join(', ')}` };
}

function fieldOf(column: string): string | undefined {
  const name = column.trim();
  const known = FIELD_OF.get(name.toLowerCase());
  if (known !== undefined) return known;
  const prefix = `${METADATA}.`;
  const isKey = name.length > prefix.length && name.toLowerCase().startsWith(prefix.toLowerCase());
  return isKey ? `${prefix}${name.slice(prefix.length)}` : undefined;
}

const UNREADABLE = Symbol('unreadable');

function valueOf(field: string, cell: unknown): unknown {
  if (typeof cell !== 'string') return OBJECTS.has(field) ? renamed(field, cell) : cell;
  if (field.endsWith('TokenCount')) return /^\d{1,15}(?:\.0+)?$/.test(cell.trim()) ? Number(cell) : cell;
  return OBJECTS.has(field) ? objectOf(field, cell) : cell;
}

/** Athena prints a struct as `{a=1, b=x}`, which cannot be parsed if a value contains a comma or an equals sign. */
function objectOf(field: string, cell: string): unknown {
  try {
    return renamed(field, JSON.parse(cell));
  } catch {
    return UNREADABLE;
  }
}

function structProblem(field: string): string {
  const column = field.split('.')[0] ?? field;
  return `${field}: not JSON but a struct as Athena shows it; query CAST(${column} AS JSON) AS ${column}`;
}

/** A part of a record with the field names of the log. A body may be text inside it. */
function renamed(part: string, value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (inner === null) return [];
      const field = fieldOf(`${part}.${key}`);
      if (field === undefined) return [[key, inner]];
      const isText = OBJECTS.has(field) && typeof inner === 'string';
      return [[field.slice(part.length + 1), isText ? bodyOf(inner) : inner]];
    }),
  );
}

/** A body that is not JSON stays text, as in a record. */
function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function put(record: Record<string, unknown>, field: string, value: unknown): void {
  const dot = field.indexOf('.');
  const [part, inner] = dot === -1 ? [field, undefined] : [field.slice(0, dot), field.slice(dot + 1)];
  if (inner === undefined) record[part] = value;
  else record[part] = { ...(isObject(record[part]) ? record[part] : {}), [inner]: value };
}

/** Insights and Athena print UTC without a zone: `2026-11-01 10:00:00.000`. */
function instantText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const [, day, time] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?: UTC)?$/.exec(value.trim()) ?? [];
  return day === undefined || time === undefined ? value : `${day}T${time}Z`;
}
