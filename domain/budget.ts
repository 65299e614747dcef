import type { Threshold, ThresholdState } from './budgetPolicy.js';
import type { Instant } from './instant.js';
import type { Usd } from './money.js';
import type { Period } from './period.js';
import type { AccountType, Principal } from './principal.js';

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
  readonly refreshCount: number;
}

/** A workflow that has been started and has not confirmed yet. */
export interface UnderWay {
  /** When it was last started. */
  readonly since: Instant;
  /** How often it was started. */
  readonly attempts: number;
}

/**
 * The budget of one principal. `alert_only` principals are beyond the reach of IAM: they cross thresholds and are never
 * suspended. `closed`: the principal was deleted; what it has spent stays, should it come back.
 */
export type Budget = BudgetFacts &
  (
    | { readonly status: 'active' }
    | { readonly status: 'grace'; readonly graceDeadline: Instant }
    /** `suspendedIn`: start of the period whose spend caused it. */
    | ({ readonly status: 'suspending'; readonly suspendedIn: Instant } & UnderWay)
    | { readonly status: 'suspended'; readonly suspendedIn: Instant }
    | ({ readonly status: 'restoring' } & UnderWay)
    | { readonly status: 'closed'; readonly closedAt: Instant }
    | { readonly status: 'alert_only' }
  );

/** What one invocation cost, at its own instant. */
export interface Spend {
  readonly at: Instant;
  readonly costUsd: Usd;
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
  /** The refresh job's look: makes a new period visible and lifts suspensions. */
  | { readonly type: 'RefreshBudget' }
  | { readonly type: 'ChangeLimit'; readonly limitUsd: Usd }
  /** By hand, in any status short of restored. */
  | { readonly type: 'RestoreAccess' }
  /** The suspension workflow has verified the Deny. */
  | { readonly type: 'ConfirmSuspension' }
  /** The restoration workflow has verified the access. */
  | { readonly type: 'ConfirmRestoration' };

export type LiftReason = 'refreshed' | 'limit-raised' | 'price-corrected' | 'restored-by-hand';

type SuspensionReason = 'grace-over' | 'hard-stop' | 'no-grace' | 'workflow-stuck';

/** What every event of an open budget says: when, and the numbers as they stand after it. */
export interface EventFacts {
  readonly at: Instant;
  readonly principalId: string;
  readonly spentUsd: Usd;
  readonly limitUsd: Usd;
}

export type BudgetEvent = EventFacts &
  (
    | {
        readonly type: 'BudgetOpened';
        readonly accountType: AccountType;
        readonly refreshPeriodDays: number;
        readonly period: Period;
      }
    | { readonly type: 'BudgetClosed'; readonly closedAt: Instant }
    | { readonly type: 'BudgetReopened' }
    | { readonly type: 'PeriodStarted'; readonly period: Period; readonly previousSpentUsd: Usd }
    | { readonly type: 'SpendRecorded'; readonly costUsd: Usd }
    | { readonly type: 'LateSpendRecorded'; readonly costUsd: Usd; readonly lateSpentUsd: Usd }
    | { readonly type: 'SpendCorrected'; readonly previousSpentUsd: Usd }
    | {
        readonly type: 'ThresholdReached';
        readonly threshold: Threshold;
        readonly percent: number;
        /** Whether the limit can be enforced on this principal. */
        readonly enforceable: boolean;
      }
    | { readonly type: 'LimitChanged'; readonly previousLimitUsd: Usd }
    | { readonly type: 'GraceStarted'; readonly graceDeadline: Instant }
    | { readonly type: 'GraceCancelled'; readonly reason: LiftReason }
    | { readonly type: 'SuspensionStarted'; readonly reason: SuspensionReason }
    | { readonly type: 'AccessSuspended' }
    | { readonly type: 'RestorationStarted'; readonly reason: LiftReason | 'workflow-stuck' }
    | { readonly type: 'AccessRestored' }
  );

export type Decision =
  | { readonly kind: 'accepted'; readonly events: readonly BudgetEvent[] }
  | { readonly kind: 'rejected'; readonly reason: string };

export function eventFacts(budget: Budget, at: Instant): EventFacts {
  return { at, principalId: budget.principalId, spentUsd: budget.spentUsd, limitUsd: budget.limitUsd };
}
