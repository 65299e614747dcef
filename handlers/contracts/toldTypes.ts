import type { BudgetEvent } from '../../domain/budget/budget.js';

/** The events of budgets that people are told of, each by a message; they come in the order in which they happened. */
export const TOLD_TYPES = [
  'ThresholdReached',
  'WouldHaveSuspended',
  'GraceCancelled',
  'AccessSuspended',
  'AccessRestored',
  'SuspensionRefused',
  'SuspensionTampered',
  'SpendAfterSuspension',
  'LimitUnreadable',
] as const satisfies readonly BudgetEvent['type'][];
