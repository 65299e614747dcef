import type { Budget } from '../../../domain/budget/budget.js';
import type { Instant } from '../../../domain/instant.js';
import type { Usd } from '../../../domain/money.js';
import { HOUR_MS } from '../scenario/hours.js';
import type { SimulatedAct, SimulatedPrincipal } from '../scenario/scenario.js';

/** The stack checks again after it has written to IAM, so a Deny may outlive its reason for this long. */
export const AFTERWARDS_MS = 2 * HOUR_MS;

/** A call that Bedrock served, with its true cost. */
export interface ServedCall {
  readonly at: Instant;
  readonly requestId: string;
  readonly principalId: string;
  /** Of the larger of its records. */
  readonly costUsd: Usd;
  /** Of the smaller one, if there are two. */
  readonly smallerUsd?: Usd;
  /** Id of the inference profile by which it was made. */
  readonly profile?: string;
}

/** When a call was first charged, and last, if a larger record came later. */
export interface ChargedAt {
  readonly first: Instant;
  readonly last: Instant;
}

/** A row that was written. */
export interface RowWrite {
  readonly at: Instant;
  /** What the clock of its function showed. */
  readonly decidedAt: Instant;
  readonly before: Budget | undefined;
  readonly after: Budget;
  /** By somebody in the console. */
  readonly isEdit: boolean;
}

/** What somebody decided by hand for one budget, and when the answer came. */
export interface Decided {
  readonly act: SimulatedAct;
  readonly principalId: string;
  /** Stands in the row. */
  readonly reason: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** A limit that somebody typed into a row. */
export interface Edit {
  readonly at: Instant;
  readonly principalId: string;
  readonly limitUsd: string;
}

/** A budget at the end of one of its periods. */
export interface ClosedPeriod {
  readonly at: Instant;
  readonly budget: Budget;
}

/** The Deny of one principal was attached or removed. */
export interface DenyChange {
  readonly at: Instant;
  readonly principalId: string;
  readonly by: string;
  readonly isAttached: boolean;
}

/** An act that had an effect. */
export interface DoneAct {
  readonly at: Instant;
  readonly principalId: string;
  readonly kind: SimulatedAct['kind'];
}

/** A principal whose attachments should be as people left them. */
export interface AttachmentLook {
  readonly at: Instant;
  readonly principalId: string;
  readonly expected: readonly string[];
  readonly found: readonly string[];
}

export type InvariantName =
  'spend' | 'enforcement' | 'attachments' | 'announcements' | 'failures' | 'persons' | 'limits' | 'teams' | 'returns';

/** An invariant that does not hold, and about whom. */
export interface Violation {
  readonly invariant: InvariantName;
  readonly principalId: string;
  readonly problem: string;
}

export interface Known {
  readonly principal: SimulatedPrincipal;
  readonly principalId: string;
}
