import { isSuspension, type Budget } from './budget.js';
import { eventFacts, type BudgetEvent } from './events.js';
import type { Holds } from './commands.js';
import type { BudgetPolicy } from './budgetPolicy.js';
import { periodAt } from '../calendar/periodAt.js';
import type { Period, Schedule } from '../calendar/schedule.js';
import { endSuspension, isFree } from './endSuspension.js';
import { evolve } from './evolve.js';
import type { Instant } from '../instant.js';
import { addUsd, excessUsd, isMoreThan, ZERO_USD, type Usd } from '../money.js';
import { leftOf, limitOf, topUpsFrom } from './overrides.js';

/** The period of a budget that an instant belongs to; the one it is in may have begun later than the calendar says. */
export function periodOf({ schedule, anchor, period }: Budget, instant: Instant): Period {
  const found = periodAt(schedule, anchor, instant);
  return found.start <= period.start && instant >= period.start ? period : found;
}

/** What a command needs to know as a period begins. */
export interface AtPeriodStart {
  readonly policy: BudgetPolicy;
  readonly now: Instant;
  readonly holds: Holds;
}

/**
 * Lets `decideWithin` see the budget in the period that `instant` belongs to; a period never goes back. A new one ends
 * grace and suspensions, for nothing is spent yet.
 */
export function inPeriodOf(
  instant: Instant,
  budget: Budget,
  at: AtPeriodStart,
  decideWithin: (budget: Budget) => readonly BudgetEvent[],
): readonly BudgetEvent[] {
  const period = periodAt(budget.schedule, budget.anchor, instant);
  if (period.start <= budget.period.start) return decideWithin(budget);
  const events = startPeriod(budget, period, at);
  return [...events, ...decideWithin(events.reduce(evolve, budget))];
}

export function startPeriod(
  budget: Budget,
  period: Period,
  { policy, now, holds, changed }: AtPeriodStart & { readonly changed?: NewCalendar },
): readonly BudgetEvent[] {
  const carriedUsd = changed === undefined ? carriedInto(period, budget, policy) : ZERO_USD;
  const notPreventedUsd = notPreventedIn(budget);
  const topUps = topUpsFrom(period.start, budget, budget.spentUsd);
  const started: BudgetEvent = {
    ...eventFacts(budget, now),
    type: 'PeriodStarted',
    spentUsd: ZERO_USD,
    limitUsd: limitOf({ ...budget, extraUsd: carriedUsd, overrides: { ...budget.overrides, topUps } }),
    refreshesAt: period.end,
    period,
    previousSpentUsd: budget.spentUsd,
    previousStatus: budget.status,
    ...(isMoreThan(carriedUsd, ZERO_USD) ? { carriedUsd } : {}),
    ...(isMoreThan(notPreventedUsd, ZERO_USD) ? { notPreventedUsd } : {}),
    ...(changed === undefined ? {} : { ...changed, timeZone: changed.schedule.timeZone }),
  };
  const fresh = evolve(budget, started);
  return [started, ...endedBy(period, fresh, { policy, now, holds })];
}

export interface NewCalendar {
  readonly schedule: Schedule;
  readonly anchor: Instant;
}

/** What was spent since people were told that access would have been cut. */
export function notPreventedIn({ spentUsd, observation }: Budget): Usd {
  return excessUsd(spentUsd, observation?.announcedAtUsd ?? spentUsd);
}

/** Nothing is spent yet in a new period, so its own limit holds nobody. */
function endedBy(period: Period, budget: Budget, { policy, now, holds }: AtPeriodStart): readonly BudgetEvent[] {
  if (isSuspension(budget) && (now < period.start || !isFree(budget, policy, holds))) return [];
  return endSuspension(budget, now, 'refreshed');
}

/** What was left, and the limits of the periods between in which nothing was spent, within the bound. */
function carriedInto({ start }: Period, budget: Budget, { carryOverMaxUsd: maxUsd }: BudgetPolicy): Usd {
  if (maxUsd === undefined) return ZERO_USD;
  const { schedule, anchor, baseLimitUsd } = budget;
  let carriedUsd = leftOf(budget, budget.spentUsd);
  let between = periodAt(schedule, anchor, budget.period.end);
  while (between.start < start && !isMoreThan(carriedUsd, maxUsd)) {
    carriedUsd = addUsd(carriedUsd, baseLimitUsd);
    between = periodAt(schedule, anchor, between.end);
  }
  return isMoreThan(carriedUsd, maxUsd) ? maxUsd : carriedUsd;
}
