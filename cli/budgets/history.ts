import type { AuditEntry } from '../../domain/audit/auditEntry.js';
import type { Instant } from '../../domain/instant.js';
import type { UsageRecord } from '../../domain/pricing/usageRecord.js';
import type { Stack } from '../stack/stack.js';

/** What happened to a budget. */
export type Step = { readonly event: AuditEntry } | { readonly call: UsageRecord };

/**
 * The calls of a principal, and the events about it and about a team by which it is held, by time; a call before the
 * events of its instant. Holds the events in memory, not the calls. Throws what reading throws.
 */
export async function* historyOf(
  stack: Stack,
  ids: readonly [principalId: string, ...teams: string[]],
  since: Instant,
  until: Instant,
): AsyncGenerator<Step> {
  const events: AuditEntry[] = [];
  for (const id of ids) {
    for await (const entries of stack.audit.of(id, since, until)) {
      events.push(...entries.filter(({ eventType }) => !isModelCall(eventType)));
    }
  }
  events.sort(byTime);
  let next = 0;
  for await (const entries of stack.usage.of(ids[0], since, until)) {
    for (const { record } of entries) {
      for (; (events[next]?.eventTime ?? Infinity) < record.timestamp; next += 1) yield* eventAt(events, next);
      yield { call: record };
    }
  }
  for (; next < events.length; next += 1) yield* eventAt(events, next);
}

/** What CloudTrail tells of a call to a model: its usage row tells more. */
export function isModelCall(eventType: string): boolean {
  return /^(?:InvokeModel|Converse)/.test(eventType);
}

/** The log has whole seconds; within one, what begins stands before what ends. */
const ORDER: readonly string[] = [
  'PeriodStarted',
  'RestorationStarted',
  'AccessRestored',
  'RestorationCompleted',
  'ThresholdReached',
  'GraceStarted',
  'GraceNotice',
  'FinalWarning',
  'SuspensionStarted',
  'RestorePointTaken',
  'AccessSuspended',
  'SuspensionCompleted',
];

export function byTime(one: AuditEntry, other: AuditEntry): number {
  return one.eventTime - other.eventTime || ORDER.indexOf(one.eventType) - ORDER.indexOf(other.eventType);
}

function* eventAt(events: readonly AuditEntry[], index: number): Generator<Step> {
  const event = events[index];
  if (event !== undefined) yield { event };
}
