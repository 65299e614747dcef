import type { Budget, BudgetEvent, BudgetFacts, UnderWay } from './budget.js';
import type { Instant } from './instant.js';
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
    case 'BudgetClosed':
      return { ...factsOf(budget), status: 'closed', closedAt: event.closedAt };
    case 'BudgetReopened':
      return withStatus(budget, openStatus(budget));
    case 'SpendRecorded':
    case 'SpendCorrected':
      return { ...budget, spentUsd: event.spentUsd };
    case 'LateSpendRecorded':
      return { ...budget, lateSpentUsd: addUsd(budget.lateSpentUsd, event.costUsd) };
    case 'ThresholdReached':
      return { ...budget, thresholdState: event.threshold };
    case 'LimitChanged':
      return { ...budget, limitUsd: event.limitUsd, waived: false };
    case 'GraceStarted':
      return { ...factsOf(budget), status: 'grace', graceDeadline: event.graceDeadline };
    case 'GraceCancelled':
      return { ...withStatus(budget, 'active'), waived: event.reason === 'restored-by-hand' };
    case 'SuspensionStarted':
      return {
        ...factsOf(budget),
        status: 'suspending',
        suspendedIn: suspendedIn(budget),
        ...startedAgain(budget, 'suspending', event.at),
      };
    case 'AccessSuspended':
      return { ...factsOf(budget), status: 'suspended', suspendedIn: suspendedIn(budget) };
    case 'RestorationStarted':
      return {
        ...factsOf(budget),
        status: 'restoring',
        ...startedAgain(budget, 'restoring', event.at),
        waived: event.reason === 'workflow-stuck' ? budget.waived : event.reason === 'restored-by-hand',
      };
    case 'AccessRestored':
      return withStatus(budget, 'active');
  }
}

function opened(event: Extract<BudgetEvent, { type: 'BudgetOpened' }>): Budget {
  return {
    status: openStatus(event),
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

function openStatus({ accountType }: Pick<Budget, 'accountType'>): 'active' | 'alert_only' {
  return isEnforceable(accountType) ? 'active' : 'alert_only';
}

function withStatus(budget: Budget, status: 'active' | 'alert_only'): Budget {
  return { ...factsOf(budget), status };
}

/** What the former status carried stays behind. */
function factsOf(budget: Budget): BudgetFacts {
  const { principalId, accountType, limitUsd, anchor, refreshPeriodDays, period } = budget;
  const { spentUsd, lateSpentUsd, thresholdState, waived, refreshCount } = budget;
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
    refreshCount,
  };
}

function suspendedIn(budget: Budget): Instant {
  return budget.status === 'suspending' ? budget.suspendedIn : budget.period.start;
}

function startedAgain(budget: Budget, status: 'suspending' | 'restoring', since: Instant): UnderWay {
  return { since, attempts: budget.status === status ? budget.attempts + 1 : 1 };
}
