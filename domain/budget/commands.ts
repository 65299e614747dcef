import type { By, LimitSource, Noted } from './overrides.js';
import type { TeamCount, TeamPeriod } from './teamSpend.js';
import type { Principal, RoleSession } from '../iam/principal.js';
import type { RestorePoint } from '../iam/principalAccess.js';
import type { Instant } from '../instant.js';
import type { Usd } from '../money.js';

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
  | { readonly type: 'ReviewBudget'; readonly holds?: Holds }
  /** The refresh job's look: makes a new period visible, and ends a suspension of the one before. */
  | { readonly type: 'RefreshBudget' }
  | OverrideCommand
  /** By hand, while in grace, suspending or suspended. */
  | (Noted & { readonly type: 'RestoreAccess' })
  /** By hand; stays until it is restored by hand. */
  | (Noted & { readonly type: 'SuspendAccess' })
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

export function isOverride(command: BudgetCommand): command is OverrideCommand {
  return ['SetLimit', 'TopUp', 'Exempt', 'ClearOverrides'].includes(command.type);
}
