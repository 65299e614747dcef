import type { Budget } from '../../../domain/budget/budget.js';
import type { Instant } from '../../../domain/instant.js';
import type { Usd } from '../../../domain/money.js';
import type { SimulatedAct, SimulatedPrincipal } from '../scenario/scenario.js';

/** A call that Bedrock served, with what it has to cost. */
export interface ServedCall {
  readonly at: Instant;
  readonly requestId: string;
  readonly principalId: string;
  /** By the larger of its records. */
  readonly costUsd: Usd;
  /** By the smaller one, if there are two. */
  readonly smallerUsd?: Usd;
}

/** When a call was charged, and when it was charged last: a larger record came later. */
export interface ChargedAt {
  readonly first: Instant;
  readonly last: Instant;
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

/** What somebody did: what had no effect is not among it. */
export interface DoneAct {
  readonly at: Instant;
  readonly principalId: string;
  readonly kind: SimulatedAct['kind'];
}

/** A principal whose attachments were to be as people left them. */
export interface AttachmentLook {
  readonly at: Instant;
  readonly principalId: string;
  readonly expected: readonly string[];
  readonly found: readonly string[];
}

export type InvariantName = 'spend' | 'enforcement' | 'attachments' | 'announcements' | 'failures';

/** An invariant that does not hold, with whom it is about. */
export interface Violation {
  readonly invariant: InvariantName;
  readonly principalId: string;
  readonly problem: string;
}

export interface Known {
  readonly principal: SimulatedPrincipal;
  readonly principalId: string;
}
