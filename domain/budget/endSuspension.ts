import { eventFacts, isSuspension, type Budget, type BudgetEvent, type SuspensionEndReason } from './budget.js';
import { isExceeded, type BudgetPolicy } from './budgetPolicy.js';
import type { Instant } from '../instant.js';

/** Ends grace or suspension, at whatever stage it is; an operator's suspension only an operator ends. */
export function endSuspension(budget: Budget, now: Instant, reason: SuspensionEndReason): readonly BudgetEvent[] {
  if (budget.status === 'grace') return [{ ...eventFacts(budget, now), type: 'GraceCancelled', reason }];
  if (!isSuspension(budget)) return [];
  if (budget.isManual && reason !== 'restored-by-hand') return [];
  return [{ ...eventFacts(budget, now), type: 'RestorationStarted', reason }];
}

/** The same where the spend is within the limit. */
export function endSuspensionIfWithin(
  budget: Budget,
  policy: BudgetPolicy,
  now: Instant,
  reason: SuspensionEndReason,
): readonly BudgetEvent[] {
  const events = endSuspension(budget, now, reason);
  return events.length === 0 || isExceeded(budget.spentUsd, budget.limitUsd, policy) ? [] : events;
}

/** The same, leaving a suspension of an earlier period to the refresh job: a new period says nothing about its cause. */
export function endSuspensionInItsPeriod(
  budget: Budget,
  policy: BudgetPolicy,
  now: Instant,
  reason: SuspensionEndReason,
): readonly BudgetEvent[] {
  const isOfEarlierPeriod = budget.status === 'suspended' && budget.suspendedIn !== budget.period.start;
  return isOfEarlierPeriod ? [] : endSuspensionIfWithin(budget, policy, now, reason);
}

/**
 * Whether a Deny that does not hold is put back: once, and not for a period that has ended and left nothing to deny.
 * `isSeenAnew`: it lacks a spelling or a role by which the person came, so it has to grow whatever was tried before.
 */
export function canBeReattached(
  budget: Extract<Budget, { status: 'suspended' }>,
  policy: BudgetPolicy,
  isSeenAnew = false,
): boolean {
  if ((budget.deny !== 'attached' && !isSeenAnew) || (policy.enforcement === 'observe' && !budget.isManual))
    return false;
  const isOfThisPeriod = budget.suspendedIn === budget.period.start;
  return budget.isManual || isOfThisPeriod || isExceeded(budget.spentUsd, budget.limitUsd, policy);
}
