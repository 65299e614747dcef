import type { Budget, BudgetFacts } from '../budget/budget.js';
import type { BudgetPolicy } from '../budget/budgetPolicy.js';
import { notPreventedIn } from '../budget/inPeriod.js';
import type { Period } from '../calendar/schedule.js';
import type { Instant } from '../instant.js';
import { excessUsd, ZERO_USD, type Usd } from '../money.js';
import { forecastOf } from './forecast.js';

/** A budget as a report shows it, in the period that its row is about. */
export interface BudgetLine extends Pick<BudgetFacts, 'principalId' | 'limitUsd' | 'spentUsd' | 'limitFrom'> {
  readonly account: string;
  readonly status: Budget['status'];
  readonly period: Period;
  /** Whole percent of the limit. */
  readonly warnPercent: number;
  readonly criticalPercent: number;
  /** Spent beyond the limit; nothing where the principal is exempt. */
  readonly overshootUsd: Usd;
  /** What an enforced limit would have prevented so far. */
  readonly notPreventedUsd: Usd;
  /** Access would be cut now, did the stack not only observe. */
  readonly wouldBeSuspended: boolean;
  /** When the limit is reached at the rate of this period. */
  readonly reachesLimitAt: Instant | undefined;
}

export function budgetLineOf(account: string, budget: Budget, policy: BudgetPolicy, now: Instant): BudgetLine {
  const { principalId, limitUsd, spentUsd, limitFrom, status, period } = budget;
  const isExempt = policy.enforcement === 'exempt' || budget.overrides.exemption !== undefined;
  return {
    account,
    principalId,
    limitUsd,
    spentUsd,
    limitFrom,
    status,
    period,
    warnPercent: policy.warnPercent,
    criticalPercent: policy.criticalPercent,
    overshootUsd: isExempt ? ZERO_USD : excessUsd(spentUsd, limitUsd),
    notPreventedUsd: notPreventedIn(budget),
    wouldBeSuspended: budget.observation?.announcedAtUsd !== undefined,
    reachesLimitAt: isExempt ? undefined : forecastOf(budget, now),
  };
}
