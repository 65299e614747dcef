import type { Budget, BudgetEvent } from './budget.js';
import { addUsd, ZERO_USD } from './money.js';
import { isEnforceable } from './principal.js';

/** The budget after an event. Throws only where a history does not begin with BudgetOpened. */
export function evolve(budget: Budget | undefined, event: BudgetEvent): Budget {
  if (event.type === 'BudgetOpened') return opened(event);
  if (budget === undefined) throw new TypeError(`${event.type} before BudgetOpened: ${event.principalId}`);
  switch (event.type) {
    case 'PeriodStarted':
      return {
        ...budget,
        period: event.period,
        spentUsd: event.spentUsd,
        thresholdState: 'normal',
        waived: false,
        refreshCount: budget.refreshCount + 1,
      };
    case 'SpendRecorded':
      return { ...budget, spentUsd: event.spentUsd };
    case 'LateSpendRecorded':
      return { ...budget, lateSpentUsd: addUsd(budget.lateSpentUsd, event.costUsd) };
    case 'ThresholdReached':
      return { ...budget, thresholdState: event.threshold };
    case 'LimitChanged':
      return { ...budget, limitUsd: event.limitUsd, waived: false };
    case 'GraceStarted':
      return { ...budget, status: 'grace', graceDeadline: event.graceDeadline };
    case 'GraceCancelled':
      return { ...withStatus(budget, 'active'), waived: event.reason === 'restored-by-hand' };
    case 'SuspensionStarted':
      return withStatus(budget, 'suspending');
    case 'AccessSuspended':
      return withStatus(budget, 'suspended');
    case 'RestorationStarted':
      return { ...withStatus(budget, 'restoring'), waived: event.reason === 'restored-by-hand' };
    case 'AccessRestored':
      return withStatus(budget, 'active');
  }
}

function opened(event: Extract<BudgetEvent, { type: 'BudgetOpened' }>): Budget {
  return {
    status: isEnforceable(event.accountType) ? 'active' : 'alert_only',
    principalId: event.principalId,
    accountType: event.accountType,
    limitUsd: event.limitUsd,
    anchor: event.period.start,
    refreshPeriodDays: event.refreshPeriodDays,
    period: event.period,
    spentUsd: event.spentUsd,
    lateSpentUsd: ZERO_USD,
    thresholdState: 'normal',
    waived: false,
    refreshCount: 0,
  };
}

/** Leaves what only the former status carried behind. */
function withStatus(budget: Budget, status: Exclude<Budget['status'], 'grace'>): Budget {
  if (budget.status !== 'grace') return { ...budget, status };
  const { graceDeadline, ...facts } = budget;
  return { ...facts, status };
}
