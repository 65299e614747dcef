import { eventFacts, type Budget, type BudgetEvent } from './budget.js';
import { evolve } from './evolve.js';
import type { Instant } from '../instant.js';
import { endSuspension } from './endSuspension.js';
import { ZERO_USD } from '../money.js';
import { periodAt } from './period.js';

/**
 * Lets `decideWithin` see the budget in the period that `instant` belongs to; a period never goes back. A new one ends
 * grace and a suspension under way, for nothing is spent yet; a suspension in force stays until the refresh job ends it.
 */
export function inPeriodOf(
  instant: Instant,
  budget: Budget,
  now: Instant,
  decideWithin: (budget: Budget) => readonly BudgetEvent[],
): readonly BudgetEvent[] {
  const period = periodAt(budget.anchor, budget.refreshPeriodDays, instant);
  if (period.start <= budget.period.start) return decideWithin(budget);
  const previousSpentUsd = budget.spentUsd;
  const started: BudgetEvent = {
    ...eventFacts(budget, now),
    type: 'PeriodStarted',
    spentUsd: ZERO_USD,
    refreshesAt: period.end,
    period,
    previousSpentUsd,
    previousStatus: budget.status,
  };
  const fresh = evolve(budget, started);
  const ended = fresh.status === 'suspended' ? [] : endSuspension(fresh, now, 'refreshed');
  return [started, ...ended, ...decideWithin(ended.reduce(evolve, fresh))];
}
