import { isSuspension, type Budget } from './budget.js';
import { eventFacts, type BudgetEvent, type SuspensionEndReason } from './events.js';
import type { Holds } from './commands.js';
import { isExceeded, type BudgetPolicy } from './budgetPolicy.js';
import type { Instant } from '../instant.js';

/** Ends grace or suspension, at whatever stage it is; an operator's suspension only an operator ends. */
export function endSuspension(budget: Budget, now: Instant, reason: SuspensionEndReason): readonly BudgetEvent[] {
  const facts = eventFacts(budget, now);
  if (budget.status === 'grace') return [{ ...facts, type: 'GraceCancelled', reason }];
  if (!isSuspension(budget)) return [];
  if (budget.isManual && reason !== 'restored-by-hand') return [];
  return [{ ...facts, type: budget.accountType === 'team' ? 'TeamRestored' : 'RestorationStarted', reason }];
}

/**
 * The same where neither the budget's own limit nor a team's stands against it. A period that a call ahead of the clock
 * has begun ends no suspension before it is there.
 */
export function endSuspensionIfWithin(
  budget: Budget,
  policy: BudgetPolicy,
  now: Instant,
  { holds, reason }: { readonly holds: Holds; readonly reason: SuspensionEndReason },
): readonly BudgetEvent[] {
  if (isSuspension(budget) && (now < budget.period.start || !isFree(budget, policy, holds))) return [];
  return isExceeded(budget.spentUsd, budget.limitUsd, policy) ? [] : endSuspension(budget, now, reason);
}

/** Whether no team holds a budget: who has not looked at its teams cannot know. */
export function isFree({ waived }: Budget, { isMember }: BudgetPolicy, holds: Holds): boolean {
  if (waived || !isMember) return true;
  return holds?.length === 0;
}

/** Why a suspension of a budget that is within its limit ends. */
export function endReason(budget: Budget, otherwise: SuspensionEndReason): SuspensionEndReason {
  if (!isSuspension(budget)) return otherwise;
  if (budget.team !== undefined) return 'team-released';
  return budget.suspendedIn === budget.period.start ? otherwise : 'refreshed';
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
  if (budget.deny !== 'attached' && !isSeenAnew) return false;
  if (budget.isManual || budget.team !== undefined) return true;
  if (policy.enforcement !== 'enforce') return false;
  return budget.suspendedIn === budget.period.start || isExceeded(budget.spentUsd, budget.limitUsd, policy);
}
