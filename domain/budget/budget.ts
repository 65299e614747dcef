import type { ThresholdState } from './budgetPolicy.js';
import type { Instant } from '../instant.js';
import type { Usd } from '../money.js';
import type { Period, Schedule } from '../calendar/schedule.js';
import type { LimitSource, Overrides } from './overrides.js';
import type { TeamSpend } from './teamSpend.js';
import type { AccountType } from '../iam/principal.js';
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

/** So many session names are told apart. */
export const MAX_SESSIONS = 20;

/** So many roles and spellings of one person are kept. */
export const MAX_SIGHTINGS = 40;
