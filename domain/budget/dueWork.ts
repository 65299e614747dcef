import { isUnderWay, type Budget } from './budget.js';
import type { Holds } from './commands.js';
import type { BudgetPolicy } from './budgetPolicy.js';
import { DAY_MS, type Instant } from '../instant.js';
import { review, stuckAt } from './review.js';
import { overridesEndAt } from './terms.js';

/** When the monitor has to look at a budget; undefined where only new spend or a new period can give it work. */
export function reviewDueAt(budget: Budget, policy: BudgetPolicy, now: Instant, holds?: Holds): Instant | undefined {
  return review(budget, policy, now, holds).length > 0 ? now : nextReviewAt(budget, now);
}

/** The same of a budget of which a review has found nothing. */
export function nextReviewAt(budget: Budget, now: Instant): Instant | undefined {
  if (budget.status === 'closed') return undefined;
  const dueAt = Math.min(stateDueAt(budget, now) ?? Number.POSITIVE_INFINITY, overridesEndAt(budget));
  return Number.isFinite(dueAt) ? dueAt : undefined;
}

function stateDueAt(budget: Budget, now: Instant): Instant | undefined {
  if (budget.status === 'grace') return budget.graceDeadline;
  if (isUnderWay(budget)) return stuckAt(budget);
  // A changed setting ends a suspension or begins grace, and no row tells: each sweep looks, which writes nothing.
  if (budget.status === 'suspended' && !budget.isManual) return budget.suspendedAt;
  if (budget.status === 'active' && budget.observation !== undefined) return budget.observation.graceDeadline;
  if (budget.status === 'active' && budget.refusedAt !== undefined) return nextDaily(budget.refusedAt, now);
  return undefined;
}

/** A changed setting may let a refused suspension begin: it is looked at once a day. */
function nextDaily(from: Instant, now: Instant): Instant {
  return from + (Math.floor(Math.max(0, now - from) / DAY_MS) + 1) * DAY_MS;
}

/** When the refresh job has to look at a budget: at the end of its period, or since, for a suspension it has to end. */
export function refreshDueAt(budget: Budget): Instant | undefined {
  if (budget.status === 'closed') return undefined;
  const isToBeEnded = budget.status === 'suspended' && !budget.isManual && budget.suspendedIn < budget.period.start;
  return isToBeEnded ? budget.period.start : budget.period.end;
}
