import type { Budget, BudgetFacts } from './budget.js';

/** What the former status carried stays behind. */
export function factsOf(budget: Budget): BudgetFacts {
  const { principalId, accountType, limitUsd, baseLimitUsd, settledLimitUsd, limitFrom, extraUsd } = budget;
  const { overrides, schedule, anchor, period, spentUsd, lateSpentUsd, teamSpend } = budget;
  const { thresholdState, waived, refusedAt, observation, sessions, sightings } = budget;
  const { unreadableLimit, toldUnreadableLimit, refreshCount, restorePoint, lastExecution } = budget;
  return {
    principalId,
    accountType,
    limitUsd,
    baseLimitUsd,
    settledLimitUsd,
    limitFrom,
    extraUsd,
    overrides,
    schedule,
    anchor,
    period,
    spentUsd,
    lateSpentUsd,
    teamSpend,
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
