import type { Budget } from './budget.js';
import type { BudgetPolicy, Threshold } from './budgetPolicy.js';
import type { Period, Schedule } from '../calendar/schedule.js';
import { reasonNotToSuspend, type AccountType } from '../iam/principal.js';
import type { RestorePoint } from '../iam/principalAccess.js';
import type { Instant } from '../instant.js';
import type { Usd } from '../money.js';
import type { By, LimitSource, Noted } from './overrides.js';
import type { TeamSpend } from './teamSpend.js';

export type SuspensionEndReason =
  | 'refreshed'
  /** The team has room again, or the principal is in it no longer. */
  | 'team-released'
  | 'exempt'
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
  CutReason | 'team' | 'by-hand' | 'deny-missing' | 'refused-before' | 'workflow-stuck' | 'restoration-stuck';

/** What every event of an open budget says: when, and the numbers as they stand after it. */
export interface EventFacts {
  readonly at: Instant;
  readonly principalId: string;
  readonly spentUsd: Usd;
  readonly limitUsd: Usd;
  /** When the period that `spentUsd` is about ends, and with it what it has caused. */
  readonly refreshesAt: Instant;
  /** The zone of the budget's periods. */
  readonly timeZone: string;
  /** How many sessions have used the role in this period, where there are several; `MAX_SESSIONS` means at least so many. */
  readonly sessionCount?: number;
}

export type BudgetEvent = EventFacts &
  (
    | {
        readonly type: 'BudgetOpened';
        readonly accountType: AccountType;
        readonly limitFrom: LimitSource;
        readonly schedule: Schedule;
        readonly anchor: Instant;
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
        /** What was left of the period before, and is added to this one. */
        readonly carriedUsd?: Usd;
        /** What an enforced limit would have prevented in the period before. */
        readonly notPreventedUsd?: Usd;
        /** Where another rule or setting has begun the period. */
        readonly schedule?: Schedule;
        readonly anchor?: Instant;
      }
    /** Goes with the spend in one write; not published. */
    | { readonly type: 'TeamSpendRecorded'; readonly teamSpend: readonly TeamSpend[] }
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
    | (Partial<By> & {
        readonly type: 'LimitChanged';
        readonly previousLimitUsd: Usd;
        /** Without what is added to one period. */
        readonly baseLimitUsd: Usd;
        readonly limitFrom: LimitSource;
        readonly until?: Instant;
      })
    | (By & {
        readonly type: 'ToppedUp';
        readonly previousLimitUsd: Usd;
        readonly amountUsd: Usd;
        readonly until: Instant;
      })
    /** Its time is over, or it was taken back by hand. What was used of it stays until the period ends. */
    | (Partial<By> & {
        readonly type: 'TopUpEnded';
        readonly previousLimitUsd: Usd;
        readonly amountUsd: Usd;
        readonly usedUsd: Usd;
      })
    | (By & { readonly type: 'ExemptionStarted'; readonly until?: Instant })
    | (Partial<By> & { readonly type: 'ExemptionEnded' })
    /** `found`: as it stands in the row. Charging goes on with `limitUsd`. */
    | { readonly type: 'LimitUnreadable'; readonly found: string }
    /** The limit of the row is one again. */
    | { readonly type: 'LimitReadable' }
    /** `isAnnounced`: `ThresholdReached` has told people of it. */
    | { readonly type: 'GraceStarted'; readonly graceDeadline: Instant; readonly isAnnounced: boolean }
    | (Noted & { readonly type: 'GraceCancelled'; readonly reason: SuspensionEndReason })
    /** While the stack observes: grace would have begun. */
    | { readonly type: 'ObservationStarted'; readonly graceDeadline: Instant }
    /** The spend is within the limit again before grace would have been over. */
    | { readonly type: 'ObservationEnded' }
    /** While the stack observes: access would have been cut now. Once a period. */
    | { readonly type: 'WouldHaveSuspended'; readonly reason: CutReason }
    /** `execution`: the one that started it and carries it out; absent where one has to be started. */
    | (Noted & {
        readonly type: 'SuspensionStarted';
        readonly reason: SuspensionReason;
        /** Over whose limit it is. */
        readonly team?: string;
        readonly execution?: string;
      })
    /** Of a team: the members that spent in this period are suspended one by one. */
    | (Noted & { readonly type: 'TeamSuspended'; readonly reason: CutReason | 'by-hand' })
    | (Noted & { readonly type: 'TeamRestored'; readonly reason: SuspensionEndReason })
    /** An execution has taken on a suspension or restoration. */
    | { readonly type: 'WorkflowBegun'; readonly execution: string }
    /** A suspension that a limit caused is an operator's from now on. */
    | (Noted & { readonly type: 'SuspensionHeld' })
    | { readonly type: 'RestorePointTaken'; readonly restorePoint: RestorePoint }
    /** `team`: over whose limit it is. */
    | { readonly type: 'AccessSuspended'; readonly team?: string }
    | { readonly type: 'SuspensionRefused'; readonly reason: string }
    | { readonly type: 'SuspensionFailed'; readonly error: string }
    /** `willBeReattached`: the Deny is put back; otherwise that was tried before, and it is for people to look. */
    | { readonly type: 'SuspensionTampered'; readonly willBeReattached: boolean }
    /** The Deny did not hold these calls back. */
    | { readonly type: 'SpendAfterSuspension'; readonly costUsd: Usd; readonly willBeReattached: boolean }
    | (Noted & { readonly type: 'RestorationStarted'; readonly reason: SuspensionEndReason | 'workflow-stuck' })
    | { readonly type: 'RestorationFailed'; readonly error: string }
    | { readonly type: 'AccessRestored'; readonly notRestored: readonly string[] }
  );

export type EventOf<Type extends BudgetEvent['type']> = Extract<BudgetEvent, { type: Type }>;

export function eventFacts(budget: Budget, at: Instant): EventFacts {
  const { principalId, spentUsd, limitUsd, period, schedule, sessions } = budget;
  const facts = { at, principalId, spentUsd, limitUsd, refreshesAt: period.end, timeZone: schedule.timeZone };
  return sessions.length > 1 ? { ...facts, sessionCount: sessions.length } : facts;
}

/** A principal that was deleted is there again. */
export function reopened(budget: Budget, policy: BudgetPolicy, at: Instant): BudgetEvent {
  const enforceable = reasonNotToSuspend(budget, policy) === undefined;
  return { ...eventFacts(budget, at), type: 'BudgetReopened', enforceable };
}
