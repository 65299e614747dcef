import { isSuspension, isUnderWay, type Budget } from './budget.js';
import type { BudgetEvent, EventOf } from './events.js';
import { ended, refused, restoring, suspending, suspensionOf } from './evolveSuspension.js';
import { factsOf } from './factsOf.js';
import type { Instant } from '../instant.js';
import { addUsd, ZERO_USD } from '../money.js';
import { NO_OVERRIDES, topUpsFrom, withTopUp, type LimitOverride } from './overrides.js';

/** The budget after an event. Throws only where a history does not begin with BudgetOpened. */
export function evolve(budget: Budget | undefined, event: BudgetEvent): Budget {
  if (event.type === 'BudgetOpened') return opened(event);
  if (budget === undefined) throw new TypeError(`${event.type} before BudgetOpened: ${event.principalId}`);
  switch (event.type) {
    case 'PeriodStarted':
      return inNewPeriod(budget, event);
    case 'BudgetClosed':
      return closed(budget, event.closedAt);
    case 'BudgetReopened':
    case 'EnforceabilityChanged':
      return withStatus(budget, openStatus(event.enforceable));
    case 'SpendRecorded':
      return withSeen({ ...budget, spentUsd: event.spentUsd }, event);
    case 'SpendCorrected':
      return { ...budget, spentUsd: event.spentUsd };
    case 'LateSpendRecorded':
      return { ...budget, lateSpentUsd: addUsd(budget.lateSpentUsd, event.costUsd) };
    case 'ThresholdReached':
      return { ...budget, thresholdState: event.threshold };
    case 'TeamSpendRecorded':
      return { ...budget, teamSpend: event.teamSpend };
    case 'LimitChanged':
      return limitChanged(budget, event);
    case 'ToppedUp': {
      const topUps = withTopUp(budget.overrides.topUps, event);
      return { ...budget, ...NEW_LIMIT, limitUsd: event.limitUsd, overrides: { ...budget.overrides, topUps } };
    }
    case 'TopUpEnded': {
      const extraUsd = addUsd(budget.extraUsd, event.usedUsd);
      const topUps = budget.overrides.topUps.slice(1);
      return { ...budget, limitUsd: event.limitUsd, extraUsd, overrides: { ...budget.overrides, topUps } };
    }
    case 'ExemptionStarted': {
      const { by, reason, at, until } = event;
      return { ...budget, overrides: { ...budget.overrides, exemption: { by, reason, at, until } } };
    }
    case 'ExemptionEnded':
      return { ...budget, overrides: { ...budget.overrides, exemption: undefined } };
    case 'LimitUnreadable':
      return { ...budget, toldUnreadableLimit: event.found };
    case 'LimitReadable':
      return { ...budget, ...READABLE };
    case 'GraceStarted': {
      const { graceDeadline, isAnnounced } = event;
      return { ...factsOf(budget), status: 'grace', graceDeadline, isAnnounced };
    }
    case 'GraceCancelled':
      return {
        ...withStatus(budget, 'active'),
        waived: event.reason === 'restored-by-hand',
        observation: undefined,
      };
    case 'ObservationStarted':
      return { ...budget, observation: { graceDeadline: event.graceDeadline, announcedAtUsd: undefined } };
    case 'ObservationEnded':
      return { ...budget, observation: undefined };
    case 'WouldHaveSuspended':
      return {
        ...budget,
        observation: {
          graceDeadline: budget.observation?.graceDeadline ?? event.at,
          announcedAtUsd: event.spentUsd,
        },
      };
    case 'SuspensionStarted':
      return suspending(budget, event);
    case 'TeamSuspended': {
      const suspension = { ...suspensionOf(budget), isManual: event.reason === 'by-hand' };
      return { ...factsOf(budget), observation: undefined, status: 'suspended', suspendedAt: event.at, ...suspension };
    }
    case 'TeamRestored':
      return { ...withStatus(budget, 'active'), waived: event.reason === 'restored-by-hand' };
    case 'WorkflowBegun':
      return isUnderWay(budget) ? { ...budget, execution: event.execution } : budget;
    case 'SuspensionHeld':
      return isSuspension(budget) ? { ...budget, isManual: true } : budget;
    case 'RestorePointTaken':
      return { ...budget, restorePoint: event.restorePoint };
    case 'AccessSuspended':
      return { ...ended(budget), status: 'suspended', suspendedAt: event.at, ...suspensionOf(budget) };
    case 'SuspensionRefused':
      return refused(budget, event.at);
    case 'SuspensionFailed':
    case 'RestorationFailed':
      return isUnderWay(budget) ? { ...budget, execution: undefined } : budget;
    case 'SuspensionTampered':
    case 'SpendAfterSuspension':
      return isSuspension(budget) ? { ...budget, deny: event.willBeReattached ? 'missing' : 'missing-again' } : budget;
    case 'RestorationStarted':
      return restoring(budget, event);
    case 'AccessRestored':
      return { ...ended(budget), status: 'active', restorePoint: undefined };
  }
}

const READABLE = { unreadableLimit: undefined, toldUnreadableLimit: undefined } as const;

/** What was decided of the former limit does not hold for another. */
const NEW_LIMIT = { waived: false, refusedAt: undefined } as const;

function opened(event: Extract<BudgetEvent, { type: 'BudgetOpened' }>): Budget {
  return {
    status: openStatus(event.enforceable),
    principalId: event.principalId,
    accountType: event.accountType,
    limitUsd: event.limitUsd,
    baseLimitUsd: event.limitUsd,
    settledLimitUsd: event.limitUsd,
    limitFrom: event.limitFrom,
    extraUsd: ZERO_USD,
    overrides: event.limitFrom === 'tag' ? { ...NO_OVERRIDES, limit: taggedAt(event.at) } : NO_OVERRIDES,
    schedule: event.schedule,
    anchor: event.anchor,
    period: event.period,
    spentUsd: event.spentUsd,
    lateSpentUsd: ZERO_USD,
    teamSpend: [],
    thresholdState: 'normal',
    waived: false,
    refusedAt: undefined,
    observation: undefined,
    sessions: [],
    sightings: [],
    ...READABLE,
    refreshCount: 0,
    restorePoint: undefined,
    lastExecution: undefined,
  };
}

function taggedAt(at: Instant): LimitOverride {
  return { by: 'tag', reason: '', at, until: undefined };
}

function inNewPeriod(budget: Budget, event: EventOf<'PeriodStarted'>): Budget {
  const { period, spentUsd, limitUsd, schedule = budget.schedule, anchor = budget.anchor } = event;
  return {
    ...budget,
    schedule,
    anchor,
    period,
    spentUsd,
    limitUsd,
    extraUsd: event.carriedUsd ?? ZERO_USD,
    overrides: { ...budget.overrides, topUps: topUpsFrom(period.start, budget, budget.spentUsd) },
    thresholdState: 'normal',
    waived: false,
    refusedAt: undefined,
    observation: undefined,
    sessions: [],
    refreshCount: budget.refreshCount + 1,
  };
}

/** A limit by hand or by a tag stands before the rules, until the next change. */
function limitChanged(budget: Budget, event: EventOf<'LimitChanged'>): Budget {
  const { limitUsd, baseLimitUsd, limitFrom, previousLimitUsd, by = limitFrom, reason = '', at, until } = event;
  const isOverride = limitFrom === 'set-limit' || limitFrom === 'tag' || limitFrom === 'by-hand';
  return {
    ...budget,
    limitUsd,
    baseLimitUsd,
    settledLimitUsd: baseLimitUsd,
    limitFrom,
    overrides: { ...budget.overrides, limit: isOverride ? { by, reason, at, until } : undefined },
    ...(limitUsd.equals(previousLimitUsd) ? {} : NEW_LIMIT),
    ...READABLE,
  };
}

function openStatus(enforceable: boolean): 'active' | 'alert_only' {
  return enforceable ? 'active' : 'alert_only';
}

function withSeen(budget: Budget, { newSessions = [], newSightings = [] }: EventOf<'SpendRecorded'>): Budget {
  if (newSessions.length === 0 && newSightings.length === 0) return budget;
  return {
    ...budget,
    sessions: [...budget.sessions, ...newSessions],
    sightings: [...budget.sightings, ...newSightings],
  };
}

function withStatus(budget: Budget, status: 'active' | 'alert_only'): Budget {
  return { ...factsOf(budget), status };
}

/** What was decided of a deleted principal does not hold for one that is recreated under its name. */
function closed(budget: Budget, closedAt: Instant): Budget {
  const facts = {
    ...factsOf(budget),
    restorePoint: undefined,
    waived: false,
    refusedAt: undefined,
    observation: undefined,
  };
  return { ...facts, status: 'closed', closedAt };
}
