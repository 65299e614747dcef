import type { Budget } from './budget.js';
import { reopened, type EventOf } from './events.js';
import type { BudgetCommand } from './commands.js';
import type { BudgetPolicy } from './budgetPolicy.js';
import { periodAt } from '../calendar/periodAt.js';
import { startOfDay } from '../calendar/zonedTime.js';
import { accepted, rejected, type Decision } from './decision.js';
import { reasonNotToSuspend } from '../iam/principal.js';
import type { Instant } from '../instant.js';
import { ZERO_USD } from '../money.js';
import { sourceOf } from './terms.js';

type Opening = Omit<Extract<BudgetCommand, { type: 'OpenBudget' }>, 'type'>;

export function openBudget(opening: Opening, budget: Budget | undefined, policy: BudgetPolicy, now: Instant): Decision {
  if (budget === undefined) return accepted([budgetOpened(opening, policy, now)]);
  if (budget.status !== 'closed') return rejected('the budget is open already');
  if (opening.seenAt <= budget.closedAt) return rejected('the principal was deleted since');
  return accepted([reopened(budget, policy, now)]);
}

/** Periods begin at midnight in their zone, so that the calls of a budget's first day find it open in any order. */
export function budgetOpened(
  { principal, seenAt, tagLimitUsd }: Opening,
  policy: BudgetPolicy,
  now: Instant,
): EventOf<'BudgetOpened'> {
  const { schedule } = policy;
  const anchor = anchorOf(principal.accountType === 'team' ? 0 : Math.min(seenAt, now), policy);
  const period = periodAt(schedule, anchor, now);
  return {
    type: 'BudgetOpened',
    at: now,
    ...principal,
    spentUsd: ZERO_USD,
    limitUsd: tagLimitUsd ?? policy.limitUsd,
    limitFrom: tagLimitUsd === undefined ? sourceOf(policy) : 'tag',
    refreshesAt: period.end,
    timeZone: schedule.timeZone,
    schedule,
    anchor,
    period,
    enforceable: reasonNotToSuspend(principal, policy) === undefined,
  };
}

/** A team's days count from 1970, for it has no first call that every function knows of. */
export function teamPeriodAt(policy: BudgetPolicy, instant: Instant): ReturnType<typeof periodAt> {
  return periodAt(policy.schedule, anchorOf(0, policy), instant);
}

function anchorOf(seenAt: Instant, { schedule }: BudgetPolicy): Instant {
  return startOfDay(schedule.timeZone, seenAt);
}
