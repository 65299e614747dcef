import { NO_ATTRIBUTION_RULES, type AttributionRules } from '../../domain/invocations/attribution.js';
import type { LoggedCall } from '../../domain/invocations/invocation.js';
import { readLogMessage } from '../../domain/invocations/invocationLog.js';
import { isObject, type JsonObject } from '../../domain/json.js';
import { readSubscriptionPayload } from '../firehose/subscriptionPayload.js';
import type { QuarantinedEvent } from '../ports/quarantine.js';

/** One record of Firehose: what CloudWatch Logs delivered in it. */
export interface Delivery {
  /** Names it for whoever looks for it. */
  readonly id: string;
  /** base64 */
  readonly data: string;
}

/** A call, and the log event that tells it. */
export interface ReadCall {
  /** Index of the delivery. */
  readonly delivery: number;
  readonly eventId: string;
  readonly logGroup: string;
  readonly message: string;
  readonly call: LoggedCall;
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
export function readRecords(
  deliveries: readonly Delivery[],
  rules: AttributionRules = NO_ATTRIBUTION_RULES,
): ReadRecords {
  const calls: ReadCall[] = [];
  const unreadable: QuarantinedEvent[] = [];
  const undecodable = new Map<number, string>();
  let ignored = 0;
  for (const [delivery, { id, data }] of deliveries.entries()) {
    const payload = readSubscriptionPayload(data);
    if (payload.kind === 'undecodable') undecodable.set(delivery, payload.reason);
    if (payload.kind !== 'data') continue;
    const { logGroup } = payload;
    // Each reason begins with the place in the delivery, and there is nothing of the event that could be kept.
    for (const reason of payload.unreadable) {
      unreadable.push({ id: `${id}:${reason}`, source: logGroup, reason, bytes: 0 });
    }
    for (const { id: eventId, message } of payload.events) {
      const read = readLogMessage(message, rules);
      if (read.kind === 'ignored') ignored += 1;
      else if (read.kind === 'invalid') unreadable.push(quarantined(eventId, logGroup, message, read.reason));
      else calls.push({ delivery, eventId, logGroup, message, call: read.call });
    }
  }
  return { calls, unreadable, undecodable, ignored };
}

/** A log event to be set aside, without its bodies: they hold what people wrote. */
export function quarantined(id: string, source: string, message: string, reason: string): QuarantinedEvent {
  const record = withoutBodies(message);
  return { id, source, reason, bytes: Buffer.byteLength(message), ...(record === undefined ? {} : { record }) };
}

const KEPT_FIELDS = ['timestamp', 'accountId', 'region', 'requestId', 'operation', 'modelId', 'identity', 'errorCode'];
const KEPT_COUNTS = ['inputTokenCount', 'cacheReadInputTokenCount', 'cacheWriteInputTokenCount', 'outputTokenCount'];

/** Longer than this is no id, and no count. */
const MAX_ID = 2048;
const MAX_COUNT = 40;

function withoutBodies(message: string): unknown {
  let record: unknown;
  try {
    record = JSON.parse(message);
  } catch {
    return undefined;
  }
  if (!isObject(record)) return undefined;
  return {
    ...picked(record, KEPT_FIELDS, MAX_ID),
    input: picked(record['input'], KEPT_COUNTS, MAX_COUNT),
    output: picked(record['output'], KEPT_COUNTS, MAX_COUNT),
  };
}

function picked(value: unknown, fields: readonly string[], longest: number): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  const kept = fields.filter((field) => field in value && isShort(value[field], longest));
  return Object.fromEntries(kept.map((field) => [field, value[field]]));
}

function isShort(value: unknown, longest: number): boolean {
  if (typeof value !== 'object' || value === null) return String(value).length <= longest;
  return isObject(value) && Object.values(value).every((part) => typeof part === 'string' && part.length <= longest);
}
