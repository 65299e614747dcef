import { eventFacts, type Budget, type BudgetEvent, type CutReason } from './budget.js';
import {
  isPastHardStop,
  thresholdPassed,
  thresholdPercent,
  type BudgetPolicy,
  type ThresholdState,
} from './budgetPolicy.js';
import { DAY_MS, SECOND_MS, type Instant } from '../instant.js';
import { reasonNotToSuspend } from '../iam/principal.js';
import { isProtected } from '../iam/pattern.js';

/** How long a suspension that was refused is left alone before it is tried again. */
const REFUSED_FOR_MS = DAY_MS;

/**
 * The threshold to announce, and what follows from a limit that is exceeded: grace and suspension, or, while the stack
 * observes, what they would have been. A budget that was over its limit while observed starts with grace, even past the
 * hard stop.
 */
export function overTheLimit(
  budget: Budget,
  state: ThresholdState,
  policy: BudgetPolicy,
  now: Instant,
): readonly BudgetEvent[] {
  const threshold = thresholdPassed(budget.thresholdState, state);
  const followed =
    state === 'exceeded' ? followUp(budget, policy, now, threshold !== undefined) : notExceeded(budget, now);
  if (threshold === undefined) return followed;
  const grace = followed.find((event) => event.type === 'GraceStarted');
  const reached: BudgetEvent = {
    ...eventFacts(budget, now),
    type: 'ThresholdReached',
    threshold,
    percent: thresholdPercent(policy, threshold),
    enforceable: canBeEnforced(budget, policy),
    ...(grace === undefined ? {} : { graceDeadline: grace.graceDeadline }),
  };
  return [reached, ...followed];
}

function canBeEnforced(budget: Budget, policy: BudgetPolicy): boolean {
  if (policy.enforcement === 'observe' || budget.waived) return false;
  return reasonNotToSuspend(budget, policy) === undefined && !isProtected(budget.principalId, policy);
}

function notExceeded(budget: Budget, now: Instant): readonly BudgetEvent[] {
  const isPending = budget.observation?.isAnnounced === false;
  return isPending ? [{ ...eventFacts(budget, now), type: 'ObservationEnded' }] : [];
}

/** What follows from a limit that is exceeded; `isReached`: this review found it exceeded for the first time. */
function followUp(budget: Budget, policy: BudgetPolicy, now: Instant, isReached: boolean): readonly BudgetEvent[] {
  if (isProtected(budget.principalId, policy) || budget.waived) return [];
  if (budget.status !== 'active' && budget.status !== 'grace') return [];
  if (policy.enforcement === 'observe') return observed(budget, policy, now);
  const facts = eventFacts(budget, now);
  if (budget.observation === undefined) {
    const { refusedAt } = budget;
    if (refusedAt !== undefined) {
      return now < retriedAt(refusedAt) ? [] : [{ ...facts, type: 'SuspensionStarted', reason: 'refused-before' }];
    }
    if (isPastHardStop(budget.spentUsd, budget.limitUsd, policy)) {
      return [{ ...facts, type: 'SuspensionStarted', reason: 'hard-stop' }];
    }
  }
  if (policy.gracePeriodSeconds === 0) return [{ ...facts, type: 'SuspensionStarted', reason: 'no-grace' }];
  if (budget.status === 'active') {
    return [{ ...facts, type: 'GraceStarted', graceDeadline: graceDeadline(policy, now), isAnnounced: isReached }];
  }
  return now < budget.graceDeadline ? [] : [{ ...facts, type: 'SuspensionStarted', reason: 'grace-over' }];
}

/** Plays the grace that there would be, and says at its end that access would be cut: once a period. */
function observed(budget: Budget, policy: BudgetPolicy, now: Instant): readonly BudgetEvent[] {
  const { observation } = budget;
  if (observation?.isAnnounced === true) return [];
  const facts = eventFacts(budget, now);
  const reason = reasonToCut(budget, policy, now);
  if (reason !== undefined) return [{ ...facts, type: 'WouldHaveSuspended', reason }];
  if (observation !== undefined) return [];
  return [{ ...facts, type: 'ObservationStarted', graceDeadline: graceDeadline(policy, now) }];
}

function reasonToCut(
  { spentUsd, limitUsd, observation }: Budget,
  policy: BudgetPolicy,
  now: Instant,
): CutReason | undefined {
  if (isPastHardStop(spentUsd, limitUsd, policy)) return 'hard-stop';
  if (policy.gracePeriodSeconds === 0) return 'no-grace';
  return observation !== undefined && now >= observation.graceDeadline ? 'grace-over' : undefined;
}

function graceDeadline({ gracePeriodSeconds }: BudgetPolicy, now: Instant): Instant {
  return now + gracePeriodSeconds * SECOND_MS;
}

/** When a refused suspension is tried again. */
function retriedAt(refusedAt: Instant): Instant {
  return refusedAt + REFUSED_FOR_MS;
}
