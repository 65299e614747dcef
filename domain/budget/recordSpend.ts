import { MAX_SESSIONS, MAX_SIGHTINGS, type Budget } from './budget.js';
import { eventFacts, reopened, type BudgetEvent, type EventFacts } from './events.js';
import type { Spend } from './commands.js';
import type { BudgetPolicy } from './budgetPolicy.js';
import { evolve } from './evolve.js';
import { inPeriodOf } from './inPeriod.js';
import { MINUTE_MS, type Instant } from '../instant.js';
import { canBeReattached } from './endSuspension.js';
import { addUsd, isMoreThan, ZERO_USD } from '../money.js';
import { withCall, type TeamSpend } from './teamSpend.js';

/**
 * How far a call may be stamped ahead of the clock that records it before its stamp is taken for wrong. Within it the
 * call proves that its period has begun; beyond it one bad stamp would close every period up to it.
 */
export const CLOCK_TOLERANCE_MS = 15 * MINUTE_MS;

/** IAM gives no bound for a change to take effect; minutes have been seen. Later calls tell that the Deny does not hold. */
const PROPAGATION_MS = 5 * MINUTE_MS;

/** Adds spend to its period, or to the late spend where that has closed. */
export function recordSpend(
  spend: readonly Spend[],
  budget: Budget,
  policy: BudgetPolicy,
  now: Instant,
): readonly BudgetEvent[] {
  const openings = reopenedBy(spend, budget, policy, now);
  const open = openings.reduce(evolve, budget);
  let reached = now;
  for (const { at } of spend) if (at > reached && at <= now + CLOCK_TOLERANCE_MS) reached = at;
  const recorded = inPeriodOf(reached, open, { policy, now, holds: undefined }, (current) => {
    let inTime = ZERO_USD;
    let late = ZERO_USD;
    for (const { at, costUsd } of spend) {
      if (at >= current.period.start) inTime = addUsd(inTime, costUsd);
      else late = addUsd(late, costUsd);
    }
    const facts = { ...eventFacts(current, now), spentUsd: addUsd(current.spentUsd, inTime) };
    const events: BudgetEvent[] = [];
    if (isMoreThan(inTime, ZERO_USD)) {
      events.push({ type: 'SpendRecorded', ...facts, costUsd: inTime, ...newlySeen(current, spend) });
    }
    if (isMoreThan(late, ZERO_USD)) {
      const lateSpentUsd = addUsd(current.lateSpentUsd, late);
      events.push({ ...facts, type: 'LateSpendRecorded', costUsd: late, lateSpentUsd });
    }
    const teamSpend = spentInTeams(current, spend);
    if (teamSpend !== current.teamSpend) events.push({ ...facts, type: 'TeamSpendRecorded', teamSpend });
    if (current.status !== 'suspended') return events;
    return [...events, ...spentInSpiteOf({ ...current, spentUsd: facts.spentUsd }, spend, policy, facts)];
  });
  return [...openings, ...recorded];
}

function spentInTeams({ teamSpend }: Budget, spend: readonly Spend[]): readonly TeamSpend[] {
  return spend.reduce((known, { teams = [], costUsd }) => withCall(known, teams, costUsd), teamSpend);
}

interface NewlySeen {
  readonly newSessions?: readonly string[];
  readonly newSightings?: readonly string[];
}

/** Of a role its sessions, of a person the roles and spellings. Bounded, for they stand in the row. */
function newlySeen(budget: Budget, spend: readonly Spend[]): NewlySeen {
  const { accountType, sessions, sightings, period } = budget;
  const calls = spend.flatMap(({ at, caller }) => (caller === undefined || at < period.start ? [] : [caller]));
  if (calls.length === 0) return {};
  if (accountType === 'person') {
    const seen = calls.map(({ role, session }) => `${role}/${session}`);
    const newSightings = added(sightings, seen, MAX_SIGHTINGS);
    return newSightings.length === 0 ? {} : { newSightings };
  }
  const newSessions = added(
    sessions,
    calls.map(({ session }) => session),
    MAX_SESSIONS,
  );
  return newSessions.length === 0 ? {} : { newSessions };
}

function added(known: readonly string[], seen: readonly string[], max: number): readonly string[] {
  return [...new Set([...known, ...seen])].slice(known.length, max);
}

/** Whether a call was made although its principal's suspension had taken effect. */
export function isInSpiteOf(budget: Budget, at: Instant): boolean {
  return budget.status === 'suspended' && at > budget.suspendedAt + PROPAGATION_MS;
}

/**
 * Said once until the Deny is put back, and once after that. A person who comes by another role or under another spelling
 * is denied anew each time: that is no sign that the Deny does not hold.
 */
function spentInSpiteOf(
  budget: Extract<Budget, { status: 'suspended' }>,
  spend: readonly Spend[],
  policy: BudgetPolicy,
  facts: EventFacts,
): readonly BudgetEvent[] {
  if (budget.deny === 'missing') return [];
  const isSeenAnew = newlySeen(budget, spend).newSightings !== undefined;
  if (budget.deny === 'missing-again' && !isSeenAnew) return [];
  let costUsd = ZERO_USD;
  for (const call of spend) if (isInSpiteOf(budget, call.at)) costUsd = addUsd(costUsd, call.costUsd);
  if (!isMoreThan(costUsd, ZERO_USD)) return [];
  return [
    { ...facts, type: 'SpendAfterSuspension', costUsd, willBeReattached: canBeReattached(budget, policy, isSeenAnew) },
  ];
}

/** Calls made after a deletion prove that the principal is there again. */
function reopenedBy(
  spend: readonly Spend[],
  budget: Budget,
  policy: BudgetPolicy,
  now: Instant,
): readonly BudgetEvent[] {
  if (budget.status !== 'closed') return [];
  const { closedAt } = budget;
  return spend.some(({ at }) => at > closedAt) ? [reopened(budget, policy, now)] : [];
}
