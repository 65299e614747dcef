import { isObject } from '../../domain/json.js';
import { jsonObjectsIn } from './concatenatedJson.js';
import { gunzipped } from './gunzip.js';

export interface LogEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

export interface LogData {
  readonly kind: 'data';
  readonly logGroup: string;
  /** The account. */
  readonly owner: string;
  readonly logStream: string;
  readonly events: readonly LogEvent[];
  /** Log events that are none, each as its path and what is wrong there; the others stand. */
  readonly unreadable: readonly string[];
}

/** What CloudWatch Logs sent as one record (CloudWatch Logs User Guide, "Subscription filters with Firehose"). */
export type SubscriptionPayload =
  | LogData
  /** A check of the destination; holds nobody's log events. */
  | { readonly kind: 'control' }
  /** Names the path and what is wrong there, but never quotes it: it may be somebody's prompt. */
  | { readonly kind: 'undecodable'; readonly reason: string };

/** A record of 1,000 KiB can be a gigabyte of zeros; logs are ten or twenty times their gzip. */
const MAX_MEGABYTES = 128;

/** Reads the `data` of a Firehose record: base64 of one or more payloads one after another, gzipped or plain. */
export function readSubscriptionPayload(data: string): SubscriptionPayload {
  const content = gunzipped(Buffer.from(data, 'base64'), MAX_MEGABYTES);
  if (content.kind === 'undecodable') return content;
  const text = content.bytes.toString();
  const payload = parsed(text);
  return payload === undefined ? readSeveral(text) : readPayload(payload, '');
}

/** Undefined for what is not JSON, which several documents one after another are not either. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function readSeveral(text: string): SubscriptionPayload {
  const parts: LogData[] = [];
  let count = 0;
  for (const piece of jsonObjectsIn(text)) {
    const payload = parsed(piece);
    const part = payload === undefined ? undecodable('not JSON') : readPayload(payload, `[${count}].`);
    if (part.kind === 'undecodable') return part;
    if (part.kind === 'data') parts.push(part);
    count += 1;
  }
  return count === 0 ? undecodable('empty') : joined(parts);
}

/** One log group and stream feeds one of our subscriptions; a mixture says that something else writes to the stream. */
function joined(parts: readonly LogData[]): SubscriptionPayload {
  const [first] = parts;
  if (first === undefined) return { kind: 'control' };
  const { logGroup, owner, logStream } = first;
  const isOther = (part: LogData): boolean =>
    part.logGroup !== logGroup || part.owner !== owner || part.logStream !== logStream;
  if (parts.some(isOther)) return undecodable('payloads of several log streams');
  const events = parts.flatMap((part) => part.events);
  return { ...first, events, unreadable: parts.flatMap((part) => part.unreadable) };
}

function readPayload(payload: unknown, path: string): SubscriptionPayload {
  if (!isObject(payload)) return undecodable(`${path}not a JSON object`);
  const { messageType, logGroup, owner, logStream, logEvents } = payload;
  if (messageType === 'CONTROL_MESSAGE') return { kind: 'control' };
  if (messageType !== 'DATA_MESSAGE') return undecodable(`${path}messageType: not DATA_MESSAGE or CONTROL_MESSAGE`);
  if (typeof logGroup !== 'string') return undecodable(`${path}logGroup: not a string`);
  if (typeof owner !== 'string') return undecodable(`${path}owner: not a string`);
  if (typeof logStream !== 'string') return undecodable(`${path}logStream: not a string`);
  if (!Array.isArray(logEvents)) return undecodable(`${path}logEvents: not an array`);
  return { kind: 'data', logGroup, owner, logStream, ...checked(logEvents, `${path}logEvents`) };
}

/** The array itself where nothing is wrong: this is the hot path, and copies are what it would cost. */
function checked(logEvents: readonly unknown[], path: string): Pick<LogData, 'events' | 'unreadable'> {
  if (logEvents.every(isLogEvent)) return { events: logEvents, unreadable: [] };
  const unreadable = logEvents.flatMap((event, index) => problemIn(event, `${path}[${index}]`) ?? []);
  return { events: logEvents.filter(isLogEvent), unreadable };
}

function isLogEvent(event: unknown): event is LogEvent {
  return problemIn(event, '') === undefined;
}

function problemIn(event: unknown, path: string): string | undefined {
  if (!isObject(event)) return `${path}: not an object`;
  if (typeof event['id'] !== 'string') return `${path}.id: not a string`;
  if (!Number.isSafeInteger(event['timestamp'])) return `${path}.timestamp: not a whole number`;
  return typeof event['message'] === 'string' ? undefined : `${path}.message: not a string`;
}

function undecodable(reason: string): SubscriptionPayload & { readonly kind: 'undecodable' } {
  return { kind: 'undecodable', reason };
}
