import { isUnderWay, type Budget, type UnderWay } from './budget.js';
import { eventFacts, type BudgetEvent } from './events.js';
import type { Holds } from './commands.js';
import { thresholdStateOf, type BudgetPolicy, type ThresholdState } from './budgetPolicy.js';
import { DAY_MS, MINUTE_MS, type Instant } from '../instant.js';
import { endReason, endSuspension, endSuspensionIfWithin, isFree } from './endSuspension.js';
import { evolve } from './evolve.js';
import { inPeriodOf } from './inPeriod.js';
import { overTheLimit } from './overTheLimit.js';
import { reasonNotToSuspend } from '../iam/principal.js';
import { isProtected } from '../iam/pattern.js';
import { enforcementOf, settleTerms } from './terms.js';

/** A suspension or restoration that has not come to its end by then is started again; each time it waits twice as long. */
const STUCK_AFTER_MS = 15 * MINUTE_MS;
const MAX_STUCK_MS = DAY_MS;

/** When a workflow under way is taken for stuck. */
export function stuckAt({ since, attempts }: UnderWay): Instant {
  return since + Math.min(MAX_STUCK_MS, STUCK_AFTER_MS * 2 ** (attempts - 1));
}

/**
 * What the monitor finds on a budget in its current period, under the terms that hold now: thresholds to announce, then
 * grace or suspension, or their end where there is room again, or a workflow that is stuck. `holds`: the teams that are
 * over their limits.
 */
export function review(budget: Budget, policy: BudgetPolicy, now: Instant, holds: Holds): readonly BudgetEvent[] {
  if (budget.status === 'closed') return [];
  return inPeriodOf(now, budget, { policy, now, holds }, (current) => {
    const settled = settleTerms(current, policy, now, holds);
    return [...settled, ...reviewed(settled.reduce(evolve, current), policy, now, holds)];
  });
}

function reviewed(budget: Budget, policy: BudgetPolicy, now: Instant, holds: Holds): readonly BudgetEvent[] {
  const limit = limitRemarks(budget, now);
  const team = holdingTeam(budget, policy, holds);
  const ended = team === undefined ? endedBySettings(budget, policy, now, holds) : [];
  if (ended.length > 0) return [...limit, ...ended];
  const changed = enforceabilityChange(budget, policy, now);
  const current = changed.reduce(evolve, budget);
  const state = thresholdStateOf(current.spentUsd, current.limitUsd, policy);
  return [
    ...limit,
    ...changed,
    ...overTheLimit(current, state, policy, now, team),
    ...reattachment(current, now),
    ...startedAgainIfStuck(current, state, policy, now),
  ];
}

/** The team over whose limit the access is cut; nobody is that must not or cannot be suspended. */
function holdingTeam(budget: Budget, policy: BudgetPolicy, holds: Holds): string | undefined {
  if (budget.waived || isProtected(budget.principalId, policy) || enforcementOf(budget, policy) === 'exempt')
    return undefined;
  return reasonNotToSuspend(budget, policy) === undefined ? holds?.[0] : undefined;
}

/** The configuration has given or taken away the means to suspend this principal. */
function enforceabilityChange(budget: Budget, policy: BudgetPolicy, now: Instant): readonly BudgetEvent[] {
  const enforceable = reasonNotToSuspend(budget, policy) === undefined;
  if (budget.status !== (enforceable ? 'alert_only' : 'active')) return [];
  return [{ ...eventFacts(budget, now), type: 'EnforceabilityChanged', enforceable }];
}

/** A limit that cannot be read is said once, however often the row is looked at. */
function limitRemarks(budget: Budget, now: Instant): readonly BudgetEvent[] {
  const { unreadableLimit: found, toldUnreadableLimit: told } = budget;
  if (found === told) return [];
  const facts = eventFacts(budget, now);
  return [found === undefined ? { ...facts, type: 'LimitReadable' } : { ...facts, type: 'LimitUnreadable', found }];
}

/** A principal that is protected, exempt or only observed gets its access back, unless an operator suspended it. */
function endedBySettings(budget: Budget, policy: BudgetPolicy, now: Instant, holds: Holds): readonly BudgetEvent[] {
  if (isProtected(budget.principalId, policy)) return endSuspension(budget, now, 'protected');
  const enforcement = enforcementOf(budget, policy);
  if (enforcement === 'exempt') return endSuspension(budget, now, 'exempt');
  if (reasonNotToSuspend(budget, policy) !== undefined) return endSuspension(budget, now, 'not-enforceable');
  if (enforcement === 'observe') {
    return isFree(budget, policy, holds) ? endSuspension(budget, now, endReason(budget, 'observing')) : [];
  }
  return endSuspensionIfWithin(budget, policy, now, { holds, reason: endReason(budget, 'limit-raised') });
}

/** A missing Deny is reattached, once. */
function reattachment(budget: Budget, now: Instant): readonly BudgetEvent[] {
  if (budget.status !== 'suspended' || budget.deny !== 'missing') return [];
  return [{ ...eventFacts(budget, now), type: 'SuspensionStarted', reason: 'deny-missing' }];
}

/** A stuck restoration of a budget that is over its limit again becomes a suspension. */
function startedAgainIfStuck(
  budget: Budget,
  state: ThresholdState,
  policy: BudgetPolicy,
  now: Instant,
): readonly BudgetEvent[] {
  if (!isUnderWay(budget)) return [];
  if (now < stuckAt(budget)) return [];
  const facts = eventFacts(budget, now);
  if (budget.status === 'suspending') return [{ ...facts, type: 'SuspensionStarted', reason: 'workflow-stuck' }];
  if (state === 'exceeded' && !budget.waived && enforcementOf(budget, policy) === 'enforce') {
    return [{ ...facts, type: 'SuspensionStarted', reason: 'restoration-stuck' }];
  }
  return [{ ...facts, type: 'RestorationStarted', reason: 'workflow-stuck' }];
}
