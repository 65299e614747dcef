import { cloudTrailDetails, cut, ownDetails } from './auditDetails.js';
import { parseInstant, type Instant } from '../instant.js';
import { isObject, objectAt, stringAt, type JsonObject } from '../json.js';

/** One event as the audit log keeps it: who did what and when, never a secret and never a prompt. */
export interface AuditEntry {
  /** The same on every delivery: CloudTrail's `eventID`, or the id of our event. */
  readonly eventId: string;
  readonly eventTime: Instant;
  /** `iam.amazonaws.com`, `bedrock.amazonaws.com` or `bedrock-budgeteer`. */
  readonly eventSource: string;
  /** CloudTrail's `eventName`, or the detail-type of our event. */
  readonly eventType: string;
  /** ARN of who acted; for our events the principal it is about, or the system. */
  readonly userIdentity: string;
  /** Plain JSON. */
  readonly details: Readonly<Record<string, unknown>>;
}

export type AuditAnswer =
  | { readonly kind: 'entry'; readonly entry: AuditEntry }
  /** The reason begins with the path of what could not be read. */
  | { readonly kind: 'invalid'; readonly reason: string };

type Refusal = Extract<AuditAnswer, { kind: 'invalid' }>;

/** The `source` of our events; it also stands for the system where an event is about no principal. */
const OWN_SOURCE = 'bedrock-budgeteer';

/** Keys of a table and of its index: an id and an identity that are longer or stranger than any real one. */
const EVENT_ID = /^[\x21-\x7e]{1,128}$/;
const EVENT_TYPE = /^[\w.-]{1,128}$/;
const AWS_SERVICE = /^[a-z0-9.-]{1,100}\.amazonaws\.com$/;
const MAX_IDENTITY_CHARACTERS = 640;

/** Reads an EventBridge event, ours or CloudTrail's. Total: every event gets an answer. */
export function auditEntryOf(event: unknown): AuditAnswer {
  if (!isObject(event)) return invalid('event: not an object');
  const detail = event['detail'];
  if (!isObject(detail)) return invalid('detail: not an object');
  return event['source'] === OWN_SOURCE ? ownEntry(detail) : cloudTrailEntry(detail);
}

function ownEntry(detail: JsonObject): AuditAnswer {
  const head = headOf(detail, { id: 'eventId', time: 'at', type: 'type' });
  if ('kind' in head) return head;
  const { eventId: _id, type: _type, at: _at, principalId: _principalId, ...others } = detail;
  const userIdentity = identity(stringAt(detail, 'principalId') ?? OWN_SOURCE);
  return entry({ ...head, eventSource: OWN_SOURCE, userIdentity, details: ownDetails(others) });
}

function cloudTrailEntry(detail: JsonObject): AuditAnswer {
  const eventSource = stringAt(detail, 'eventSource') ?? '';
  if (!AWS_SERVICE.test(eventSource)) return invalid('detail.eventSource: not a service of AWS');
  const head = headOf(detail, { id: 'eventID', time: 'eventTime', type: 'eventName' });
  if ('kind' in head) return head;
  const userIdentity = identity(callerOf(objectAt(detail, 'userIdentity')));
  return entry({ ...head, eventSource, userIdentity, details: cloudTrailDetails(detail) });
}

type Head = Pick<AuditEntry, 'eventId' | 'eventTime' | 'eventType'>;

function headOf(detail: JsonObject, fields: Readonly<Record<'id' | 'time' | 'type', string>>): Head | Refusal {
  const eventId = stringAt(detail, fields.id) ?? '';
  if (!EVENT_ID.test(eventId)) return invalid(`detail.${fields.id}: not an event id`);
  const eventTime = parseInstant(stringAt(detail, fields.time) ?? '');
  if (eventTime === undefined) return invalid(`detail.${fields.time}: not an ISO 8601 instant`);
  const eventType = stringAt(detail, fields.type) ?? '';
  if (!EVENT_TYPE.test(eventType)) return invalid(`detail.${fields.type}: not a name`);
  return { eventId, eventTime, eventType };
}

/** CloudTrail names a caller by its ARN, a service by `invokedBy`, a caller of another account by that account. */
function callerOf(userIdentity: JsonObject): string {
  const fields = ['arn', 'invokedBy', 'accountId', 'principalId', 'type'];
  return fields.map((field) => stringAt(userIdentity, field)).find((value) => value !== undefined) ?? 'unknown';
}

function identity(text: string): string {
  return cut(text, MAX_IDENTITY_CHARACTERS);
}

function entry(found: AuditEntry): AuditAnswer {
  return { kind: 'entry', entry: found };
}

function invalid(reason: string): Refusal {
  return { kind: 'invalid', reason };
}
