import { eventFacts, type Budget, type BudgetEvent } from './budget.js';
import {
  isExceeded,
  isPastHardStop,
  thresholdPercent,
  thresholdsBetween,
  thresholdStateOf,
  type BudgetPolicy,
} from './budgetPolicy.js';
import { SECOND_MS, type Instant } from './instant.js';
import { isEnforceable } from './principal.js';

/** What the monitor finds on a budget in its current period: thresholds to announce, then grace or suspension. */
export function reviewed(budget: Budget, policy: BudgetPolicy, now: Instant): readonly BudgetEvent[] {
  return [...announcements(budget, policy, now), ...enforcement(budget, policy, now)];
}

function announcements(budget: Budget, policy: BudgetPolicy, now: Instant): readonly BudgetEvent[] {
  const state = thresholdStateOf(budget.spentUsd, budget.limitUsd, policy);
  return thresholdsBetween(budget.thresholdState, state).map((threshold) => ({
    ...eventFacts(budget, now),
    type: 'ThresholdReached',
    threshold,
    percent: thresholdPercent(policy, threshold),
    enforceable: isEnforceable(budget.accountType),
  }));
}

function enforcement(budget: Budget, policy: BudgetPolicy, now: Instant): readonly BudgetEvent[] {
  if (budget.waived || (budget.status !== 'active' && budget.status !== 'grace')) return [];
  if (!isExceeded(budget.spentUsd, budget.limitUsd, policy)) return [];
  const facts = eventFacts(budget, now);
  if (isPastHardStop(budget.spentUsd, budget.limitUsd, policy)) {
    return [{ ...facts, type: 'SuspensionStarted', reason: 'hard-stop' }];
  }
  if (policy.gracePeriodSeconds === 0) return [{ ...facts, type: 'SuspensionStarted', reason: 'no-grace' }];
  if (budget.status === 'active') {
    return [{ ...facts, type: 'GraceStarted', graceDeadline: now + policy.gracePeriodSeconds * SECOND_MS }];
  }
  return now < budget.graceDeadline ? [] : [{ ...facts, type: 'SuspensionStarted', reason: 'grace-over' }];
}
