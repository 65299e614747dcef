import type { Budget } from './budget.js';
import type { BudgetPolicy } from './budgetPolicy.js';
import { decide } from './decide.js';
import type { Instant } from './instant.js';
import { STUCK_AFTER_MS } from './review.js';

/** When the monitor has to look at a budget; undefined where only new spend or a new period can give it work. */
export function reviewDueAt(budget: Budget, policy: BudgetPolicy, now: Instant): Instant | undefined {
  const decision = decide({ type: 'ReviewBudget' }, budget, policy, now);
  if (decision.kind === 'accepted' && decision.events.length > 0) return now;
  if (budget.status === 'grace') return budget.graceDeadline;
  if (budget.status === 'suspending' || budget.status === 'restoring') return budget.since + STUCK_AFTER_MS;
  return undefined;
}

/** When the refresh job has to look at a budget: at the end of its period, or since, for a suspension it has to lift. */
export function refreshDueAt(budget: Budget): Instant | undefined {
  if (budget.status === 'closed') return undefined;
  const isToBeLifted = budget.status === 'suspended' && budget.suspendedIn < budget.period.start;
  return isToBeLifted ? budget.period.start : budget.period.end;
}
