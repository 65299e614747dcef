import { eventFacts, MAX_SESSIONS, type Budget, type BudgetEvent, type EventFacts, type Spend } from './budget.js';
import type { BudgetPolicy } from './budgetPolicy.js';
import { evolve } from './evolve.js';
import { inPeriodOf } from './inPeriod.js';
import { MINUTE_MS, type Instant } from '../instant.js';
import { canBeReattached } from './endSuspension.js';
import { addUsd, isMoreThan, ZERO_USD } from '../money.js';

/**
 * How far a call may be stamped ahead of the clock that records it before its stamp is taken for wrong. Within it the
 * call proves that its period has begun; beyond it one bad stamp would close every period up to it.
 */
const CLOCK_TOLERANCE_MS = 15 * MINUTE_MS;

/** IAM gives no bound for a change to take effect; minutes have been seen. Later calls tell that the Deny does not hold. */
const PROPAGATION_MS = 5 * MINUTE_MS;

/** Adds spend to its period, or to the late spend where that has closed. */
export function recordSpend(
  spend: readonly Spend[],
  budget: Budget,
  policy: BudgetPolicy,
  now: Instant,
): readonly BudgetEvent[] {
  const reopened = reopenedBy(spend, budget, now);
  const open = reopened.reduce(evolve, budget);
  let reached = now;
  for (const { at } of spend) if (at > reached && at <= now + CLOCK_TOLERANCE_MS) reached = at;
  const recorded = inPeriodOf(reached, open, now, (current) => {
    let inTime = ZERO_USD;
    let late = ZERO_USD;
    for (const { at, costUsd } of spend) {
      if (at >= current.period.start) inTime = addUsd(inTime, costUsd);
      else late = addUsd(late, costUsd);
    }
    const facts = { ...eventFacts(current, now), spentUsd: addUsd(current.spentUsd, inTime) };
    const events: BudgetEvent[] = [];
    if (isMoreThan(inTime, ZERO_USD)) {
      events.push({ ...facts, type: 'SpendRecorded', costUsd: inTime, ...newSessions(current, spend) });
    }
    if (isMoreThan(late, ZERO_USD)) {
      const lateSpentUsd = addUsd(current.lateSpentUsd, late);
      events.push({ ...facts, type: 'LateSpendRecorded', costUsd: late, lateSpentUsd });
    }
    return [...events, ...spentInSpiteOf({ ...current, spentUsd: facts.spentUsd }, spend, policy, facts)];
  });
  return [...reopened, ...recorded];
}

/** Bounded, for they stand in the row: beyond so many, who else there is is not told apart. */
function newSessions({ sessions, period }: Budget, spend: readonly Spend[]): { newSessions?: readonly string[] } {
  const found = new Set(sessions);
  for (const { at, session } of spend) {
    if (session !== undefined && at >= period.start && found.size < MAX_SESSIONS) found.add(session);
  }
  return found.size === sessions.length ? {} : { newSessions: [...found].slice(sessions.length) };
}

/** Whether a call was made although its principal's suspension had taken effect. */
export function isInSpiteOf(budget: Budget, at: Instant): boolean {
  return budget.status === 'suspended' && at > budget.suspendedAt + PROPAGATION_MS;
}

/** Said once until the Deny is put back, and once after that. */
function spentInSpiteOf(
  budget: Budget,
  spend: readonly Spend[],
  policy: BudgetPolicy,
  facts: EventFacts,
): readonly BudgetEvent[] {
  if (budget.status !== 'suspended' || budget.deny === 'missing' || budget.deny === 'missing-again') return [];
  let costUsd = ZERO_USD;
  for (const call of spend) if (isInSpiteOf(budget, call.at)) costUsd = addUsd(costUsd, call.costUsd);
  if (!isMoreThan(costUsd, ZERO_USD)) return [];
  return [{ ...facts, type: 'SpendAfterSuspension', costUsd, willBeReattached: canBeReattached(budget, policy) }];
}

/** Calls made after a deletion prove that the principal is there again. */
function reopenedBy(spend: readonly Spend[], budget: Budget, now: Instant): readonly BudgetEvent[] {
  if (budget.status !== 'closed') return [];
  const { closedAt } = budget;
  return spend.some(({ at }) => at > closedAt) ? [{ ...eventFacts(budget, now), type: 'BudgetReopened' }] : [];
}
