import type { BudgetEvent } from '../../domain/budget/events.js';

/** The `source` of all our events. */
export const EVENT_SOURCE = 'bedrock-budgeteer';

/** The events of budgets that people are told of, each by a message; they come in the order in which they happened. */
export const TOLD_TYPES = [
  'ThresholdReached',
  'WouldHaveSuspended',
  'GraceCancelled',
  'AccessSuspended',
  'AccessRestored',
  'TeamSuspended',
  'TeamRestored',
  'SuspensionRefused',
  'SuspensionTampered',
  'SpendAfterSuspension',
  'LimitUnreadable',
] as const satisfies readonly BudgetEvent['type'][];

/** All events that are told to people or end an incident; the others are for the audit log alone. */
export const NOTIFIED_TYPES = [
  'ThresholdReached',
  'GraceNotice',
  'FinalWarning',
  'WouldHaveSuspended',
  'GraceCancelled',
  'AccessSuspended',
  'AccessRestored',
  'TeamSuspended',
  'TeamRestored',
  'SuspensionRefused',
  'SuspensionTampered',
  'SpendAfterSuspension',
  'LimitUnreadable',
  'WorkflowFailed',
  'RestorationSkipped',
  'StrayDenyFound',
  'PersonPolicyTampered',
  'PriceChangeQuarantined',
  'PricesMissing',
  'PeriodStarted',
  'BudgetClosed',
] as const;

export type NotifiedType = (typeof NOTIFIED_TYPES)[number];
