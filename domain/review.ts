import { eventFacts, type Budget, type BudgetEvent } from './budget.js';
import {
  isPastHardStop,
  thresholdPercent,
  thresholdsBetween,
  thresholdStateOf,
  type BudgetPolicy,
  type ThresholdState,
} from './budgetPolicy.js';
import { MINUTE_MS, SECOND_MS, type Instant } from './instant.js';
import { liftedWithinItsPeriod } from './lift.js';
import { isEnforceable } from './principal.js';

/** A suspension or restoration that has not confirmed by then is started again. */
export const STUCK_AFTER_MS = 15 * MINUTE_MS;

/**
 * What the monitor finds on a budget in its current period: thresholds to announce, then grace or suspension, or their
 * end where somebody raised the limit in the table, or a workflow that is stuck.
 */
export function reviewed(budget: Budget, policy: BudgetPolicy, now: Instant): readonly BudgetEvent[] {
  const ended = liftedWithinItsPeriod(budget, policy, now, 'limit-raised');
  if (ended.length > 0) return ended;
  const state = thresholdStateOf(budget.spentUsd, budget.limitUsd, policy);
  return [
    ...announcements(budget, state, policy, now),
    ...(state === 'exceeded' ? enforcement(budget, policy, now) : []),
    ...startedAgainIfStuck(budget, now),
  ];
}

function announcements(
  budget: Budget,
  state: ThresholdState,
  policy: BudgetPolicy,
  now: Instant,
): readonly BudgetEvent[] {
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

function startedAgainIfStuck(budget: Budget, now: Instant): readonly BudgetEvent[] {
  if (budget.status !== 'suspending' && budget.status !== 'restoring') return [];
  if (now < budget.since + STUCK_AFTER_MS) return [];
  const type = budget.status === 'suspending' ? 'SuspensionStarted' : 'RestorationStarted';
  return [{ ...eventFacts(budget, now), type, reason: 'workflow-stuck' }];
}
