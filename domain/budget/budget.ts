import type { BudgetPolicy, Threshold, ThresholdState } from './budgetPolicy.js';
import type { Instant } from '../instant.js';
import type { Usd } from '../money.js';
import type { Period, Schedule } from '../calendar/schedule.js';
import type { By, LimitSource, Overrides } from './overrides.js';
import type { TeamCount, TeamPeriod, TeamSpend } from './teamSpend.js';
import { reasonNotToSuspend, type AccountType, type Principal, type RoleSession } from '../iam/principal.js';
import type { RestorePoint } from '../iam/principalAccess.js';

/** What a budget is whatever its status. */
export interface BudgetFacts {
  readonly principalId: string;
  readonly accountType: AccountType;
  /** What may be spent in this period: `baseLimitUsd`, `extraUsd` and the top-ups. */
  readonly limitUsd: Usd;
  /** The limit of each period. Where it is not `settledLimitUsd`, somebody has typed it into the row. */
  readonly baseLimitUsd: Usd;
  /** The base when a review last looked; undefined in a row from before there were rules. */
  readonly settledLimitUsd: Usd | undefined;
  /** What the base comes from; undefined in such a row. */
  readonly limitFrom: LimitSource | undefined;
  /** Added to the limit of this period: what was carried over, and what was used of top-ups that have ended. */
  readonly extraUsd: Usd;
  readonly overrides: Overrides;
  readonly schedule: Schedule;
  /** Of a schedule in days: every period begins a whole number of them away from it. */
  readonly anchor: Instant;
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
  /** What this principal's calls have cost each team that it is in; of one team its latest period. */
  readonly teamSpend: readonly TeamSpend[];
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
  /** What was spent when the suspension that would have followed was announced: what came after it was not prevented. */
  readonly announcedAtUsd: Usd | undefined;
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
  /** The team over whose limit it is; undefined: over the budget's own. */
  readonly team: string | undefined;
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
  /** The teams it counts in, each with the period of the team that the call belongs to. */
  readonly teams?: readonly TeamPeriod[];
  /** The role and session by which the call was made. */
  readonly caller?: RoleSession;
}

/** What an invocation was charged at first and what it costs by the rates that are known now. */
export interface Correction {
  readonly chargedUsd: Usd;
  readonly costUsd: Usd;
  /** Where the call was counted. */
  readonly teams?: readonly TeamPeriod[];
}

export type BudgetCommand =
  | {
      readonly type: 'OpenBudget';
      readonly principal: Principal;
      /** When the principal was there for certain: of its first call or of the IAM event. The period counts from it. */
      readonly seenAt: Instant;
      /** The limit on its tag, where the stack trusts tags. */
      readonly tagLimitUsd?: Usd;
    }
  /** The principal was deleted. */
  | { readonly type: 'CloseBudget'; readonly deletedAt: Instant }
  /** A fact; accepted in every status. */
  | { readonly type: 'RecordSpend'; readonly spend: readonly Spend[] }
  /** Replaces provisional costs of the period that starts at `periodStart`. */
  | { readonly type: 'CorrectSpend'; readonly periodStart: Instant; readonly corrections: readonly Correction[] }
  /** Of a team: what its members' rows say of their spend. */
  | { readonly type: 'CountTeamSpend'; readonly counts: readonly TeamCount[] }
  /** The monitor's look: settles the terms, announces thresholds, starts and ends grace and suspensions. */
  | { readonly type: 'ReviewBudget'; readonly holds: Holds }
  /** The refresh job's look: makes a new period visible, and ends a suspension of the one before. */
  | { readonly type: 'RefreshBudget' }
  | OverrideCommand
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

/** The teams over whose limit a principal's access is cut; undefined where the command's sender has not looked at teams. */
export type Holds = readonly string[] | undefined;

/** By hand, for one budget; `principal` opens the budget where there is none. */
export type OverrideCommand = By & { readonly principal: Principal } & (
    | {
        readonly type: 'SetLimit';
        readonly from: Extract<LimitSource, 'set-limit' | 'tag'>;
        readonly limitUsd: Usd;
        readonly until?: Instant;
      }
    /** Without `until`: to the end of the period. */
    | { readonly type: 'TopUp'; readonly amountUsd: Usd; readonly until?: Instant }
    | { readonly type: 'Exempt'; readonly until?: Instant }
    /** Back to what the rules say. */
    | { readonly type: 'ClearOverrides' }
  );

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

/** So many session names are told apart. */
export const MAX_SESSIONS = 20;

/** So many roles and spellings of one person are kept. */
export const MAX_SIGHTINGS = 40;

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
    | { readonly type: 'GraceCancelled'; readonly reason: SuspensionEndReason }
    /** While the stack observes: grace would have begun. */
    | { readonly type: 'ObservationStarted'; readonly graceDeadline: Instant }
    /** The spend is within the limit again before grace would have been over. */
    | { readonly type: 'ObservationEnded' }
    /** While the stack observes: access would have been cut now. Once a period. */
    | { readonly type: 'WouldHaveSuspended'; readonly reason: CutReason }
    /** `execution`: the one that started it and carries it out; absent where one has to be started. */
    | {
        readonly type: 'SuspensionStarted';
        readonly reason: SuspensionReason;
        /** Over whose limit it is. */
        readonly team?: string;
        readonly execution?: string;
      }
    /** Of a team: the members that spent in this period are suspended one by one. */
    | { readonly type: 'TeamSuspended'; readonly reason: CutReason | 'by-hand' }
    | { readonly type: 'TeamRestored'; readonly reason: SuspensionEndReason }
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
  const { principalId, spentUsd, limitUsd, period, schedule, sessions } = budget;
  const facts = { at, principalId, spentUsd, limitUsd, refreshesAt: period.end, timeZone: schedule.timeZone };
  return sessions.length > 1 ? { ...facts, sessionCount: sessions.length } : facts;
}

/** A principal that was deleted is there again. */
export function reopened(budget: Budget, policy: BudgetPolicy, at: Instant): BudgetEvent {
  const enforceable = reasonNotToSuspend(budget, policy) === undefined;
  return { ...eventFacts(budget, at), type: 'BudgetReopened', enforceable };
}
