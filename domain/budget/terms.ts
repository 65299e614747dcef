import type { Budget } from './budget.js';
import { eventFacts, type BudgetEvent } from './events.js';
import type { Holds } from './commands.js';
import type { BudgetPolicy, Enforcement } from './budgetPolicy.js';
import { isSameSchedule } from '../calendar/schedule.js';
import { periodAt } from '../calendar/periodAt.js';
import { startOfDay } from '../calendar/zonedTime.js';
import { evolve } from './evolve.js';
import type { Instant } from '../instant.js';
import { addUsd, excessUsd, type Usd } from '../money.js';
import { limitOf, usedTopUps, type LimitSource } from './overrides.js';
import { startPeriod } from './inPeriod.js';

/** What a rule, a team or the settings stand for in a budget's row. */
export function sourceOf({ rule }: BudgetPolicy): LimitSource {
  if (rule === undefined) return 'settings';
  return rule.startsWith('team ') ? (rule as LimitSource) : `rule ${rule}`;
}

/** How a budget is enforced: an exemption by hand goes before the policy. */
export function enforcementOf({ overrides }: Budget, policy: BudgetPolicy): Enforcement {
  return overrides.exemption === undefined ? policy.enforcement : 'exempt';
}

/**
 * Brings a budget to the terms that hold now: ends what time has ended, takes over a limit that somebody typed or a rule
 * has changed, and begins a new period where the calendar is another.
 */
export function settleTerms(budget: Budget, policy: BudgetPolicy, now: Instant, holds: Holds): readonly BudgetEvent[] {
  const steps = [
    (current: Budget) => endedByTime(current, now),
    (current: Budget) => settledLimit(current, policy, now),
    (current: Budget) => changedSchedule(current, policy, now, holds),
  ];
  let current = budget;
  return steps.flatMap((step) => {
    const events = step(current);
    current = events.reduce(evolve, current);
    return events;
  });
}

/** When the first of what was decided by hand comes to its end. */
export function overridesEndAt({ overrides }: Budget): Instant {
  const { limit, topUps, exemption } = overrides;
  const never = Number.POSITIVE_INFINITY;
  return Math.min(limit?.until ?? never, topUps[0]?.until ?? never, exemption?.until ?? never);
}

function endedByTime(budget: Budget, now: Instant): readonly BudgetEvent[] {
  const ended = endedTopUps(budget, (until) => until <= now, now);
  const until = budget.overrides.exemption?.until;
  if (until === undefined || until > now) return ended;
  return [...ended, { ...eventFacts(budget, now), type: 'ExemptionEnded' }];
}

/** Ends the first top-ups, as many as `isOver` says. */
export function endedTopUps(
  budget: Budget,
  isOver: (until: Instant) => boolean,
  now: Instant,
): readonly Extract<BudgetEvent, { type: 'TopUpEnded' }>[] {
  let previousLimitUsd = budget.limitUsd;
  return usedTopUps(budget, budget.spentUsd)
    .filter(({ until }) => isOver(until))
    .map(({ amountUsd, usedUsd }) => {
      const limitUsd = addUsd(excessUsd(previousLimitUsd, amountUsd), usedUsd);
      const facts = { ...eventFacts(budget, now), limitUsd, previousLimitUsd };
      previousLimitUsd = limitUsd;
      return { ...facts, type: 'TopUpEnded' as const, amountUsd, usedUsd };
    });
}

/** A limit that somebody typed stays until it is cleared or typed back; another override until its time; then the policy's. */
function settledLimit(budget: Budget, policy: BudgetPolicy, now: Instant): readonly BudgetEvent[] {
  const { baseLimitUsd, limitFrom, unreadableLimit, overrides } = budget;
  const isTyped = unreadableLimit === undefined && isTypedIn(budget, policy);
  if (isTyped && !baseLimitUsd.equals(policy.limitUsd)) return [limitChanged(budget, baseLimitUsd, 'by-hand', now)];
  const until = overrides.limit?.until;
  const isOverridden = overrides.limit !== undefined && (until === undefined || until > now) && !isTyped;
  if (isOverridden) return [];
  const from = sourceOf(policy);
  if (limitFrom === from && baseLimitUsd.equals(policy.limitUsd)) return [];
  return [limitChanged(budget, policy.limitUsd, from, now)];
}

/** A row from before there were rules keeps a limit that is not the stack's: a tag or a person has set it. */
function isTypedIn({ baseLimitUsd, settledLimitUsd, limitFrom }: Budget, policy: BudgetPolicy): boolean {
  if (limitFrom === undefined) return !baseLimitUsd.equals(policy.stackLimitUsd);
  return settledLimitUsd !== undefined && !baseLimitUsd.equals(settledLimitUsd);
}

export function limitChanged(
  budget: Budget,
  baseLimitUsd: Usd,
  limitFrom: LimitSource,
  now: Instant,
): Extract<BudgetEvent, { type: 'LimitChanged' }> {
  const limitUsd = limitOf({ ...budget, baseLimitUsd });
  const previousLimitUsd = budget.limitUsd;
  return { ...eventFacts(budget, now), type: 'LimitChanged', limitUsd, previousLimitUsd, baseLimitUsd, limitFrom };
}

/** Nothing is spent yet in the period that begins now, and nothing carried over: what was left was another calendar's. */
function changedSchedule(budget: Budget, policy: BudgetPolicy, now: Instant, holds: Holds): readonly BudgetEvent[] {
  const { schedule } = policy;
  if (isSameSchedule(budget.schedule, schedule)) return [];
  const anchor = startOfDay(schedule.timeZone, now);
  const { end } = periodAt(schedule, anchor, now);
  return startPeriod(budget, { start: now, end }, { policy, now, holds, changed: { schedule, anchor } });
}
