import type { Budget, BudgetFacts } from './budget.js';

/** What the former status carried stays behind. */
export function factsOf(budget: Budget): BudgetFacts {
  const { principalId, accountType, limitUsd, anchor, refreshPeriodDays, period } = budget;
  const { spentUsd, lateSpentUsd, thresholdState, waived, refusedAt, observation, sessions, sightings } = budget;
  const { unreadableLimit, toldUnreadableLimit, refreshCount, restorePoint, lastExecution } = budget;
  return {
    principalId,
    accountType,
    limitUsd,
    anchor,
    refreshPeriodDays,
    period,
    spentUsd,
    lateSpentUsd,
    thresholdState,
    waived,
    refusedAt,
    observation,
    sessions,
    sightings,
    unreadableLimit,
    toldUnreadableLimit,
    refreshCount,
    restorePoint,
    lastExecution,
  };
}
