import { parseInstant, type Instant } from '../instant.js';
import { changeReaderOf, ignored, invalid, type IamChange, type Refusal } from './iamChange.js';
import type { PolicyHolder } from './principal.js';
import { isObject, objectAt, stringAt, type JsonObject } from '../json.js';

/** A call to IAM as CloudTrail recorded it. */
export interface IamCall {
  /** CloudTrail's `eventID`: the same on every delivery. */
  readonly eventId: string;
  readonly at: Instant;
  readonly accountId: string;
  /** `aws`, `aws-us-gov`, `aws-cn`, … */
  readonly partition: string;
}

export type IamEvent = IamCall & IamChange;

export type ParsedIamEvent = { readonly kind: 'event'; readonly event: IamEvent } | Refusal;

/** The bounds of all these keep them fit to be keys and to be printed. */
const EVENT_ID = /^[\x21-\x7e]{1,128}$/;
const ACCOUNT_ID = /^\d{12}$/;
const WORD = /^\w{1,64}$/;

/** Reads an EventBridge event "AWS API Call via CloudTrail" of IAM. Total: whatever it is, it gets an answer. */
export function parseIamEvent(event: unknown): ParsedIamEvent {
  if (!isObject(event)) return invalid('event: not an object');
  const detail = event['detail'];
  if (!isObject(detail)) return invalid('detail: not an object');
  if (detail['eventSource'] !== 'iam.amazonaws.com') return ignored('not a call to IAM');
  const eventName = stringAt(detail, 'eventName') ?? '';
  const read = changeReaderOf(eventName);
  if (read === undefined) return ignored(`a call that changes nothing here: ${word(eventName)}`);
  const errorCode = stringAt(detail, 'errorCode');
  if (errorCode !== undefined) return ignored(`the call failed: ${word(errorCode)}`);
  const call = callOf(event, detail);
  if ('kind' in call) return call;
  const change = read(detail);
  return 'kind' in change ? change : { kind: 'event', event: { ...call, ...change } };
}

/** The ARN without a path; an event names the path only where a user is created. */
export function plainArn({ partition, accountId }: IamCall, { type, name }: PolicyHolder): string {
  return `arn:${partition}:iam::${accountId}:${type}/${name}`;
}

function callOf(event: JsonObject, detail: JsonObject): IamCall | Refusal {
  const eventId = stringAt(detail, 'eventID') ?? '';
  if (!EVENT_ID.test(eventId)) return invalid('detail.eventID: not an event id');
  const at = parseInstant(stringAt(detail, 'eventTime') ?? '');
  if (at === undefined) return invalid('detail.eventTime: not an ISO 8601 instant');
  const accountId = stringAt(detail, 'recipientAccountId') ?? stringAt(event, 'account') ?? '';
  if (!ACCOUNT_ID.test(accountId)) return invalid('detail.recipientAccountId: not an account id');
  return { eventId, at, accountId, partition: partitionOf(event, detail) };
}

const PARTITIONS: readonly (readonly [string, string])[] = [
  ['us-gov-', 'aws-us-gov'],
  ['cn-', 'aws-cn'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
];

/** The caller's ARN tells it; a call that a service made has none, and its Region does. */
function partitionOf(event: JsonObject, detail: JsonObject): string {
  const arn = stringAt(objectAt(detail, 'userIdentity'), 'arn') ?? '';
  const named = /^arn:(aws[a-z-]{0,20}):/.exec(arn)?.[1];
  if (named !== undefined) return named;
  const region = stringAt(detail, 'awsRegion') ?? stringAt(event, 'region') ?? '';
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

/** A hostile value must not flood a message. */
function word(text: string): string {
  return WORD.test(text) ? text : 'no word';
}
