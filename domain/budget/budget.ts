import type { BudgetPolicy, Threshold, ThresholdState } from './budgetPolicy.js';
import type { Instant } from '../instant.js';
import type { Usd } from '../money.js';
import type { Period } from './period.js';
import { reasonNotToSuspend, type AccountType, type Principal, type RoleSession } from '../iam/principal.js';
import type { RestorePoint } from '../iam/principalAccess.js';

/** What a budget is whatever its status. */
export interface BudgetFacts {
  readonly principalId: string;
  readonly accountType: AccountType;
  readonly limitUsd: Usd;
  /** Every period begins a whole number of `refreshPeriodDays` away from it. */
  readonly anchor: Instant;
  readonly refreshPeriodDays: number;
  /** The period that `spentUsd` is about. */
  readonly period: Period;
  /** Cost of the invocations of this period. */
  readonly spentUsd: Usd;
  /** Cost of invocations that arrived after their own period had closed, over the budget's life. */
  readonly lateSpentUsd: Usd;
  /** The highest threshold announced in this period. A raised limit does not lower it: each is announced once. */
  readonly thresholdState: ThresholdState;
  /** Restored by hand in this period: no grace and no suspension until the next period or limit. */
  readonly waived: boolean;
  /** When a suspension was last refused in this period; it is tried again a day later. */
  readonly refusedAt: Instant | undefined;
  /** Over the limit in this period while the stack only observed; undefined if it was not. */
  readonly observation: Observation | undefined;
  /** Names of sessions that have used the role in this period; no more than `MAX_SESSIONS` are kept. */
  readonly sessions: readonly string[];
  /** `ROLE/SESSION`: by which roles and under which spellings a person was seen, over the budget's life; at most `MAX_SIGHTINGS`. */
  readonly sightings: readonly string[];
  /** The text in the row's limit, where it is no amount; `limitUsd` is then the last readable limit. */
  readonly unreadableLimit: string | undefined;
  /** The unreadable limit that people were last told of. */
  readonly toldUnreadableLimit: string | undefined;
  readonly refreshCount: number;
  /** What the principal had before a suspension touched it; undefined once it has that back. */
  readonly restorePoint: RestorePoint | undefined;
  /** The last execution of a workflow that came to its end here; it may say so again. */
  readonly lastExecution: string | undefined;
}

/** What would have happened, had the limit been enforced. */
export interface Observation {
  /** Until then there would have been grace. */
  readonly graceDeadline: Instant;
  /** Whether the suspension that would have followed was announced. */
  readonly isAnnounced: boolean;
}

/** A workflow that has been started and has not confirmed yet. */
export interface UnderWay {
  /** When it was last started. */
  readonly since: Instant;
  /** How often it was started. */
  readonly attempts: number;
  /** The execution that has taken it on; all others leave the budget alone. */
  readonly execution: string | undefined;
}

/**
 * How the Deny of a suspension stands: `missing` once somebody has detached the Deny or calls went through in spite of it,
 * `reattached` once it has been put back for that, and `missing-again` after that, when only people can help.
 */
type DenyState = 'attached' | 'missing' | 'reattached' | 'missing-again';

export interface Suspension {
  /** Start of the period whose spend caused it. */
  readonly suspendedIn: Instant;
  /** An operator's: neither a new period nor a higher limit ends it. */
  readonly isManual: boolean;
  readonly deny: DenyState;
}

/**
 * The budget of one principal. `alert_only` principals are beyond the reach of IAM: they cross thresholds and are never
 * suspended. `closed`: the principal was deleted; what it has spent stays, should it come back.
 */
export type Budget = BudgetFacts &
  (
    | { readonly status: 'active' }
    /** `isAnnounced`: people were told of it together with the threshold. */
    | { readonly status: 'grace'; readonly graceDeadline: Instant; readonly isAnnounced: boolean }
    | ({ readonly status: 'suspending' } & Suspension & UnderWay)
    | ({ readonly status: 'suspended'; readonly suspendedAt: Instant } & Suspension)
    | ({ readonly status: 'restoring' } & UnderWay)
    | { readonly status: 'closed'; readonly closedAt: Instant }
    | { readonly status: 'alert_only' }
  );

/** Whether access is cut, or is being cut. */
export function isSuspension(budget: Budget): budget is Extract<Budget, Suspension> {
  return budget.status === 'suspending' || budget.status === 'suspended';
}

/** Whether a workflow is to bring the budget out of its status. */
export function isUnderWay(budget: Budget): budget is Extract<Budget, UnderWay> {
  return budget.status === 'suspending' || budget.status === 'restoring';
}

/** What one invocation cost, at its own instant. */
export interface Spend {
  readonly at: Instant;
  readonly costUsd: Usd;
  /** The role and session by which the call was made. */
  readonly caller?: RoleSession;
}

/** What an invocation was charged at first and what it costs by the rates that are known now. */
export interface Correction {
  readonly chargedUsd: Usd;
  readonly costUsd: Usd;
}

export type BudgetCommand =
  | {
      readonly type: 'OpenBudget';
      readonly principal: Principal;
      readonly limitUsd: Usd;
      readonly refreshPeriodDays: number;
      /** When the principal was there for certain: of its first call or of the IAM event. The period counts from it. */
      readonly seenAt: Instant;
    }
  /** The principal was deleted. */
  | { readonly type: 'CloseBudget'; readonly deletedAt: Instant }
  /** A fact; accepted in every status. */
  | { readonly type: 'RecordSpend'; readonly spend: readonly Spend[] }
  /** Replaces provisional costs of the period that starts at `periodStart`. */
  | { readonly type: 'CorrectSpend'; readonly periodStart: Instant; readonly corrections: readonly Correction[] }
  /** The monitor's look: announces thresholds, starts grace, ends it in suspension, starts stuck workflows again. */
  | { readonly type: 'ReviewBudget' }
  /** The refresh job's look: makes a new period visible and ends suspensions. */
  | { readonly type: 'RefreshBudget' }
  | { readonly type: 'ChangeLimit'; readonly limitUsd: Usd }
  /** By hand, while in grace, suspending or suspended. */
  | { readonly type: 'RestoreAccess' }
  /** By hand; stays until it is restored by hand. */
  | { readonly type: 'SuspendAccess' }
  /** An execution takes the suspension on, or starts it where grace is over. */
  | { readonly type: 'BeginSuspension'; readonly execution: string }
  | { readonly type: 'TakeRestorePoint'; readonly execution: string; readonly restorePoint: RestorePoint }
  /** The suspension workflow has verified the Deny. */
  | { readonly type: 'ConfirmSuspension'; readonly execution: string }
  /** The principal cannot or must not be suspended. */
  | { readonly type: 'RefuseSuspension'; readonly execution: string; readonly reason: string }
  | { readonly type: 'BeginRestoration'; readonly execution: string }
  /** The restoration workflow has verified the access; `notRestored` is what it could not give back. */
  | { readonly type: 'ConfirmRestoration'; readonly execution: string; readonly notRestored: readonly string[] }
  /** An execution has failed for good; the monitor starts another. */
  | { readonly type: 'RecordFailure'; readonly execution: string; readonly error: string }
  /** The Deny of a suspended principal was found missing. */
  | { readonly type: 'ReportTampering' };

export type SuspensionEndReason =
  | 'refreshed'
  | 'limit-raised'
  | 'price-corrected'
  | 'restored-by-hand'
  | 'protected'
  | 'observing'
  /** The configuration leaves no way to suspend this principal alone. */
  | 'not-enforceable'
  | 'suspension-refused';

/** Why a limit has access cut, or would have. */
export type CutReason = 'grace-over' | 'hard-stop' | 'no-grace';

type SuspensionReason =
  CutReason | 'by-hand' | 'deny-missing' | 'refused-before' | 'workflow-stuck' | 'restoration-stuck';

/** What every event of an open budget says: when, and the numbers as they stand after it. */
export interface EventFacts {
  readonly at: Instant;
  readonly principalId: string;
  readonly spentUsd: Usd;
  readonly limitUsd: Usd;
  /** When the period that `spentUsd` is about ends, and with it what it has caused. */
  readonly refreshesAt: Instant;
  /** How many sessions have used the role in this period, where there are several; `MAX_SESSIONS` means at least so many. */
  readonly sessionCount?: number;
}

/** So many session names are told apart. */
export const MAX_SESSIONS = 20;

/** So many roles and spellings of one person are kept. */
export const MAX_SIGHTINGS = 40;

export type BudgetEvent = EventFacts &
  (
    | {
        readonly type: 'BudgetOpened';
        readonly accountType: AccountType;
        readonly refreshPeriodDays: number;
        readonly period: Period;
        readonly enforceable: boolean;
      }
    | { readonly type: 'BudgetClosed'; readonly closedAt: Instant }
    | { readonly type: 'BudgetReopened'; readonly enforceable: boolean }
    /** The configuration has given or taken away the means to suspend this principal. */
    | { readonly type: 'EnforceabilityChanged'; readonly enforceable: boolean }
    | {
        readonly type: 'PeriodStarted';
        readonly period: Period;
        readonly previousSpentUsd: Usd;
        /** In which it was until then. */
        readonly previousStatus: Budget['status'];
      }
    | {
        readonly type: 'SpendRecorded';
        readonly costUsd: Usd;
        /** Names of sessions that were not known in this period. */
        readonly newSessions?: readonly string[];
        /** `ROLE/SESSION`, of a person. */
        readonly newSightings?: readonly string[];
      }
    | { readonly type: 'LateSpendRecorded'; readonly costUsd: Usd; readonly lateSpentUsd: Usd }
    | { readonly type: 'SpendCorrected'; readonly previousSpentUsd: Usd }
    | {
        readonly type: 'ThresholdReached';
        readonly threshold: Threshold;
        readonly percent: number;
        /** Whether the limit is going to be enforced on this principal. */
        readonly enforceable: boolean;
        /** Of the grace that begins with it. */
        readonly graceDeadline?: Instant;
      }
    | { readonly type: 'LimitChanged'; readonly previousLimitUsd: Usd }
    /** `found`: as it stands in the row. Charging goes on with `limitUsd`. */
    | { readonly type: 'LimitUnreadable'; readonly found: string }
    /** The limit of the row is one again. */
    | { readonly type: 'LimitReadable' }
    /** `isAnnounced`: `ThresholdReached` has told people of it. */
    | { readonly type: 'GraceStarted'; readonly graceDeadline: Instant; readonly isAnnounced: boolean }
    | { readonly type: 'GraceCancelled'; readonly reason: SuspensionEndReason }
    /** While the stack observes: grace would have begun. */
    | { readonly type: 'ObservationStarted'; readonly graceDeadline: Instant }
    /** The spend is within the limit again before grace would have been over. */
    | { readonly type: 'ObservationEnded' }
    /** While the stack observes: access would have been cut now. Once a period. */
    | { readonly type: 'WouldHaveSuspended'; readonly reason: CutReason }
    /** `execution`: the one that started it and carries it out; absent where one has to be started. */
    | { readonly type: 'SuspensionStarted'; readonly reason: SuspensionReason; readonly execution?: string }
    /** An execution has taken on a suspension or restoration. */
    | { readonly type: 'WorkflowBegun'; readonly execution: string }
    /** A suspension that a limit caused is an operator's from now on. */
    | { readonly type: 'SuspensionHeld' }
    | { readonly type: 'RestorePointTaken'; readonly restorePoint: RestorePoint }
    | { readonly type: 'AccessSuspended' }
    | { readonly type: 'SuspensionRefused'; readonly reason: string }
    | { readonly type: 'SuspensionFailed'; readonly error: string }
    /** `willBeReattached`: the Deny is put back; otherwise that was tried before, and it is for people to look. */
    | { readonly type: 'SuspensionTampered'; readonly willBeReattached: boolean }
    /** The Deny did not hold these calls back. */
    | { readonly type: 'SpendAfterSuspension'; readonly costUsd: Usd; readonly willBeReattached: boolean }
    | { readonly type: 'RestorationStarted'; readonly reason: SuspensionEndReason | 'workflow-stuck' }
    | { readonly type: 'RestorationFailed'; readonly error: string }
    | { readonly type: 'AccessRestored'; readonly notRestored: readonly string[] }
  );

export function eventFacts(budget: Budget, at: Instant): EventFacts {
  const { principalId, spentUsd, limitUsd, period, sessions } = budget;
  const facts = { at, principalId, spentUsd, limitUsd, refreshesAt: period.end };
  return sessions.length > 1 ? { ...facts, sessionCount: sessions.length } : facts;
}

/** A principal that was deleted is there again. */
export function reopened(budget: Budget, policy: BudgetPolicy, at: Instant): BudgetEvent {
  const enforceable = reasonNotToSuspend(budget, policy) === undefined;
  return { ...eventFacts(budget, at), type: 'BudgetReopened', enforceable };
}
