import type { JsonObject } from '../../domain/json.js';
import type { TopicName } from './topics.js';

export type Severity = 'info' | 'warning' | 'error' | 'critical';

/** A line of a table: what is told, and its value. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** What on-call people have open until it is over: all that is said of it has the same key. */
export interface Incident {
  readonly key: string;
  readonly state: 'open' | 'resolved';
}

/** What comes in numbers, and what many of it are called: repetitions are held back and told together. */
export const GROUPS = {
  AccessRestored: 'principals with their access back',
  GraceCancelled: 'announced suspensions that are off',
  PersonPolicyTampered: 'changes of policies that deny persons',
  PriceChangeQuarantined: 'prices that were not taken over',
  PricesMissing: 'Regions and services without prices',
  RestorationSkipped: 'restorations with nothing to restore',
  SpendAfterSuspension: 'suspended principals that spend all the same',
  StrayDenyFound: 'principals with the Deny that are not suspended',
  SuspensionRefused: 'principals over their limit that cannot be suspended',
  SuspensionTampered: 'suspended principals whose Deny was removed',
  WorkflowFailed: 'suspensions and restorations that failed',
} as const;

export type Group = keyof typeof GROUPS;

/**
 * What people are told of one event, before a channel gives it its form. All texts are single lines without control
 * characters, whoever wrote them; what a channel takes for markup is for its format to escape.
 */
export interface Notice {
  /** The same on every delivery of the event. */
  readonly eventId: string;
  /** The event's type, `Alarm` or `Digest`. */
  readonly type: string;
  /** ISO 8601 */
  readonly at: string;
  readonly topic: TopicName;
  readonly severity: Severity;
  /** Who and what. */
  readonly title: string;
  readonly facts: readonly Fact[];
  /** What happens, and when. */
  readonly consequence: string;
  /** What the reader can do. */
  readonly actions: readonly string[];
  readonly incident?: Incident;
  readonly group?: Group;
  /** Only ends an incident; people are not told. */
  readonly isSilent?: true;
  /** CloudWatch has published it to the topic itself. */
  readonly isOnTopic?: true;
  /** As the bus carried it, for machines. */
  readonly data: JsonObject;
}
