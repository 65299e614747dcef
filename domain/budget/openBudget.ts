import type { Budget } from './budget.js';
import { reopened } from './events.js';
import type { BudgetCommand } from './commands.js';
import type { BudgetPolicy } from './budgetPolicy.js';
import { periodAt } from '../calendar/periodAt.js';
import { startOfDay } from '../calendar/zonedTime.js';
import { accepted, rejected, type Decision } from './decision.js';
import { reasonNotToSuspend } from '../iam/principal.js';
import type { Instant } from '../instant.js';
import { ZERO_USD } from '../money.js';
import { sourceOf } from './terms.js';

/** Periods begin at midnight in their zone, so that the calls of a budget's first day find it open in any order. */
export function openBudget(
  { principal, seenAt, tagLimitUsd }: Omit<Extract<BudgetCommand, { type: 'OpenBudget' }>, 'type'>,
  budget: Budget | undefined,
  policy: BudgetPolicy,
  now: Instant,
): Decision {
  if (budget?.status === 'closed') {
    if (seenAt <= budget.closedAt) return rejected('the principal was deleted since');
    return accepted([reopened(budget, policy, now)]);
  }
  if (budget !== undefined) return rejected('the budget is open already');
  const { schedule } = policy;
  const anchor = anchorOf(principal.accountType === 'team' ? 0 : Math.min(seenAt, now), policy);
  const period = periodAt(schedule, anchor, now);
  return accepted([
    {
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
    },
  ]);
}

/** A team's days count from 1970, for it has no first call that every function knows of. */
export function teamPeriodAt(policy: BudgetPolicy, instant: Instant): ReturnType<typeof periodAt> {
  return periodAt(policy.schedule, anchorOf(0, policy), instant);
}

function anchorOf(seenAt: Instant, { schedule }: BudgetPolicy): Instant {
  return startOfDay(schedule.timeZone, seenAt);
}
