import { eventFacts, isUnderWay, type Budget, type BudgetEvent, type UnderWay } from './budget.js';
import {
  isPastHardStop,
  thresholdPercent,
  thresholdsBetween,
  thresholdStateOf,
  type BudgetPolicy,
  type ThresholdState,
} from './budgetPolicy.js';
import { DAY_MS, MINUTE_MS, SECOND_MS, type Instant } from './instant.js';
import { lifted, liftedWithinItsPeriod } from './lift.js';
import { isEnforceable } from './principal.js';
import { isProtected } from './protection.js';

/** A suspension or restoration that has not come to its end by then is started again; each time it waits twice as long. */
const STUCK_AFTER_MS = 15 * MINUTE_MS;
const MOST_STUCK_MS = DAY_MS;

/** How long a suspension that was refused is left alone before it is tried again. */
const REFUSED_FOR_MS = DAY_MS;

/** When a workflow under way is taken for stuck. */
export function stuckAt({ since, attempts }: UnderWay): Instant {
  return since + Math.min(MOST_STUCK_MS, STUCK_AFTER_MS * 2 ** (attempts - 1));
}

/**
 * What the monitor finds on a budget in its current period: thresholds to announce, then grace or suspension, or their
 * end where somebody raised the limit in the table, or a workflow that is stuck.
 */
export function reviewed(budget: Budget, policy: BudgetPolicy, now: Instant): readonly BudgetEvent[] {
  const isOutOfReach = isProtected(budget.principalId, policy);
  const ended = isOutOfReach
    ? lifted(budget, now, 'protected')
    : liftedWithinItsPeriod(budget, policy, now, 'limit-raised');
  if (ended.length > 0) return ended;
  const state = thresholdStateOf(budget.spentUsd, budget.limitUsd, policy);
  return [
    ...announcements(budget, state, policy, now),
    ...(state === 'exceeded' && !isOutOfReach ? enforcement(budget, policy, now) : []),
    ...mended(budget, now),
    ...startedAgainIfStuck(budget, state, now),
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
    enforceable: isEnforceable(budget.accountType) && !isProtected(budget.principalId, policy) && !budget.waived,
  }));
}

function enforcement(budget: Budget, policy: BudgetPolicy, now: Instant): readonly BudgetEvent[] {
  if (budget.waived || (budget.status !== 'active' && budget.status !== 'grace')) return [];
  const facts = eventFacts(budget, now);
  if (budget.refusedAt !== undefined) {
    return now < retriedAt(budget.refusedAt) ? [] : [{ ...facts, type: 'SuspensionStarted', reason: 'refused-before' }];
  }
  if (isPastHardStop(budget.spentUsd, budget.limitUsd, policy)) {
    return [{ ...facts, type: 'SuspensionStarted', reason: 'hard-stop' }];
  }
  if (policy.gracePeriodSeconds === 0) return [{ ...facts, type: 'SuspensionStarted', reason: 'no-grace' }];
  if (budget.status === 'active') {
    return [{ ...facts, type: 'GraceStarted', graceDeadline: now + policy.gracePeriodSeconds * SECOND_MS }];
  }
  return now < budget.graceDeadline ? [] : [{ ...facts, type: 'SuspensionStarted', reason: 'grace-over' }];
}

/** When a refused suspension is tried again. */
function retriedAt(refusedAt: Instant): Instant {
  return refusedAt + REFUSED_FOR_MS;
}

/** A Deny that was broken is put back, once. */
function mended(budget: Budget, now: Instant): readonly BudgetEvent[] {
  if (budget.status !== 'suspended' || budget.deny !== 'broken') return [];
  return [{ ...eventFacts(budget, now), type: 'SuspensionStarted', reason: 'deny-broken' }];
}

/** Access that is half restored for a budget that is spent again is cut, not restored. */
function startedAgainIfStuck(budget: Budget, state: ThresholdState, now: Instant): readonly BudgetEvent[] {
  if (!isUnderWay(budget)) return [];
  if (now < stuckAt(budget)) return [];
  const facts = eventFacts(budget, now);
  if (budget.status === 'suspending') return [{ ...facts, type: 'SuspensionStarted', reason: 'workflow-stuck' }];
  if (state === 'exceeded' && !budget.waived) {
    return [{ ...facts, type: 'SuspensionStarted', reason: 'restoration-stuck' }];
  }
  return [{ ...facts, type: 'RestorationStarted', reason: 'workflow-stuck' }];
}
