import type { Budget } from './budget.js';
import { eventFacts, type BudgetEvent, type CutReason } from './events.js';
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
import { enforcementOf } from './terms.js';

/** How long a suspension that was refused is left alone before it is tried again. */
const REFUSED_FOR_MS = DAY_MS;

/**
 * The threshold to announce, and what follows from a limit that is exceeded: grace and suspension, or, while it is only
 * observed, what they would have been. A budget that was over its limit while observed or exempt starts with grace, even
 * past the hard stop. `team`: one over whose limit the access is cut, whatever the budget's own.
 */
export function overTheLimit(
  budget: Budget,
  state: ThresholdState,
  policy: BudgetPolicy,
  now: Instant,
  team: string | undefined,
): readonly BudgetEvent[] {
  const threshold = thresholdPassed(budget.thresholdState, state);
  const followed = [
    ...(state === 'exceeded' ? [] : notExceeded(budget, now)),
    ...cutOff(budget, state, policy, now, team),
  ];
  if (threshold === undefined || enforcementOf(budget, policy) === 'exempt') return followed;
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
  if (enforcementOf(budget, policy) !== 'enforce' || budget.waived) return false;
  return reasonNotToSuspend(budget, policy) === undefined && !isProtected(budget.principalId, policy);
}

function notExceeded(budget: Budget, now: Instant): readonly BudgetEvent[] {
  const { observation } = budget;
  const isPending = observation !== undefined && observation.announcedAtUsd === undefined;
  return isPending ? [{ ...eventFacts(budget, now), type: 'ObservationEnded' }] : [];
}

/** A team that is over its limit has had its own grace. */
function cutOff(
  budget: Budget,
  state: ThresholdState,
  policy: BudgetPolicy,
  now: Instant,
  team: string | undefined,
): readonly BudgetEvent[] {
  if (isProtected(budget.principalId, policy) || budget.waived) return [];
  if (budget.status !== 'active' && budget.status !== 'grace') return [];
  if (team !== undefined) return isLeftAlone(budget, now) ? [] : [cut(budget, now, { reason: 'team', team })];
  if (state !== 'exceeded') return [];
  return enforcementOf(budget, policy) === 'enforce' ? enforced(budget, policy, now) : observed(budget, policy, now);
}

function enforced(
  budget: Extract<Budget, { status: 'active' | 'grace' }>,
  policy: BudgetPolicy,
  now: Instant,
): readonly BudgetEvent[] {
  if (budget.observation === undefined) {
    if (isLeftAlone(budget, now)) return [];
    if (budget.refusedAt !== undefined) return [cut(budget, now, { reason: 'refused-before' })];
    if (isPastHardStop(budget.spentUsd, budget.limitUsd, policy)) return [cut(budget, now, { reason: 'hard-stop' })];
  }
  if (policy.gracePeriodSeconds === 0) return [cut(budget, now, { reason: 'no-grace' })];
  if (budget.status === 'active') {
    const isAnnounced = budget.thresholdState !== 'exceeded';
    return [
      { ...eventFacts(budget, now), type: 'GraceStarted', graceDeadline: graceDeadline(policy, now), isAnnounced },
    ];
  }
  return now < budget.graceDeadline ? [] : [cut(budget, now, { reason: 'grace-over' })];
}

/** A suspension was refused less than a day ago. */
function isLeftAlone({ refusedAt }: Budget, now: Instant): boolean {
  return refusedAt !== undefined && now < retriedAt(refusedAt);
}

type Cut =
  | { readonly reason: CutReason | 'by-hand' }
  | { readonly reason: 'refused-before' }
  | { readonly reason: 'team'; readonly team: string };

/** Access is cut by a workflow; of a team by its members, one by one. */
export function cut(budget: Budget, now: Instant, why: Cut): BudgetEvent {
  const facts = eventFacts(budget, now);
  if (budget.accountType !== 'team' || why.reason === 'team' || why.reason === 'refused-before') {
    return { ...facts, type: 'SuspensionStarted', ...why };
  }
  return { ...facts, type: 'TeamSuspended', reason: why.reason };
}

/**
 * Plays the grace that there would be, and says at its end that access would be cut: once a period. Of who is exempt only
 * the row says that the limit is exceeded.
 */
function observed(budget: Budget, policy: BudgetPolicy, now: Instant): readonly BudgetEvent[] {
  const { observation } = budget;
  if (observation?.announcedAtUsd !== undefined) return [];
  const facts = eventFacts(budget, now);
  const isExempt = enforcementOf(budget, policy) === 'exempt';
  const reason = isExempt ? undefined : reasonToCut(budget, policy, now);
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
