import type { Invocation } from '../../domain/invocationLog.js';
import { parseLogMessage } from '../../domain/invocationLog.js';
import { isObject, type JsonObject } from '../../domain/json.js';
import type { InferenceProfiles } from '../../domain/modelReference.js';
import { readDelivery } from '../firehose/subscriptionPayload.js';
import type { QuarantinedEvent } from '../ports/quarantine.js';

/** One record of Firehose: what CloudWatch Logs delivered in it. */
export interface Delivery {
  /** Names it for whoever looks for it. */
  readonly id: string;
  /** base64 */
  readonly data: string;
}

/** A call as its log event tells it. `message` is kept where the model is hidden, to be read again once it is known. */
export interface ReadCall {
  readonly delivery: number;
  readonly invocation: Invocation;
  readonly eventId: string;
  readonly logGroup: string;
  readonly message: string | undefined;
}

export interface ReadRecords {
  readonly calls: readonly ReadCall[];
  /** Log events that cannot be read, and why. */
  readonly unreadable: readonly QuarantinedEvent[];
  /** Index of a delivery → why it is no delivery of logs at all. */
  readonly undecodable: ReadonlyMap<number, string>;
  /** Log events that AWS does not bill. */
  readonly ignored: number;
}

/** Reads deliveries; what cannot be read is named, and the rest goes on. */
export function readRecords(deliveries: readonly Delivery[], profiles: InferenceProfiles): ReadRecords {
  const calls: ReadCall[] = [];
  const unreadable: QuarantinedEvent[] = [];
  const undecodable = new Map<number, string>();
  let ignored = 0;
  for (const [delivery, { id, data }] of deliveries.entries()) {
    const payload = readDelivery(data);
    if (payload.kind === 'undecodable') undecodable.set(delivery, payload.reason);
    if (payload.kind !== 'data') continue;
    const { logGroup } = payload;
    // Each reason begins with the place in the delivery, and there is nothing of the event that could be kept.
    for (const reason of payload.unreadable) {
      unreadable.push({ id: `${id}:${reason}`, source: logGroup, reason, bytes: 0 });
    }
    for (const { id: eventId, message } of payload.events) {
      const parsed = parseLogMessage(message, profiles);
      if (parsed.kind === 'ignored') ignored += 1;
      else if (parsed.kind === 'invalid') unreadable.push(quarantined(eventId, logGroup, message, parsed.reason));
      else calls.push(callOf(delivery, eventId, logGroup, message, parsed.invocation));
    }
  }
  return { calls, unreadable, undecodable, ignored };
}

/** The same call by profiles that have been learned since. */
export function readAgain(call: ReadCall, profiles: InferenceProfiles): ReadCall {
  if (call.message === undefined) return call;
  const parsed = parseLogMessage(call.message, profiles);
  return parsed.kind === 'invocation' ? { ...call, invocation: parsed.invocation } : call;
}

/** A log event to be set aside, without its bodies: they hold what people wrote. */
export function quarantined(id: string, source: string, message: string, reason: string): QuarantinedEvent {
  const record = withoutBodies(message);
  return { id, source, reason, bytes: Buffer.byteLength(message), ...(record === undefined ? {} : { record }) };
}

function callOf(
  delivery: number,
  eventId: string,
  logGroup: string,
  message: string,
  invocation: Invocation,
): ReadCall {
  return { delivery, eventId, logGroup, invocation, message: invocation.model.kind === 'opaque' ? message : undefined };
}

const KEPT_FIELDS = ['timestamp', 'accountId', 'region', 'requestId', 'operation', 'modelId', 'identity', 'errorCode'];
const KEPT_COUNTS = ['inputTokenCount', 'cacheReadInputTokenCount', 'cacheWriteInputTokenCount', 'outputTokenCount'];

/** A value longer than this is no id and no count. */
const LONGEST_VALUE = 2048;

function withoutBodies(message: string): unknown {
  let record: unknown;
  try {
    record = JSON.parse(message);
  } catch {
    return undefined;
  }
  if (!isObject(record)) return undefined;
  return {
    ...picked(record, KEPT_FIELDS),
    input: picked(record['input'], KEPT_COUNTS),
    output: picked(record['output'], KEPT_COUNTS),
  };
}

function picked(value: unknown, fields: readonly string[]): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  const kept = fields.filter((field) => field in value && isShort(value[field]));
  return Object.fromEntries(kept.map((field) => [field, value[field]]));
}

function isShort(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return String(value).length <= LONGEST_VALUE;
  return (
    isObject(value) && Object.values(value).every((part) => typeof part === 'string' && part.length <= LONGEST_VALUE)
  );
}
