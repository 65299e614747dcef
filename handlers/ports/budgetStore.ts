import type { Budget } from '../../domain/budget/budget.js';
import type { EventDetail } from '../../domain/budget/eventDetail.js';
import type { Instant } from '../../domain/instant.js';

/** An event that a state change has caused and that waits in the budget's row until it is published. */
export interface OutboxEvent {
  /** The same on every delivery. */
  readonly eventId: string;
  readonly detail: EventDetail;
}

/** An event that people are told of. */
export interface ToldEvent {
  readonly eventId: string;
  readonly at: Instant;
}

/** A budget as its row holds it. */
export interface StoredBudget {
  readonly budget: Budget;
  /** Counts the writes; each write is conditional on the one before it. */
  readonly version: number;
  readonly outbox: readonly OutboxEvent[];
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** When the monitor has work on it; undefined keeps it out of the index of due work. */
  readonly reviewDueAt: Instant | undefined;
  readonly refreshDueAt: Instant | undefined;
  /** The last event of this budget that people are told of: the next one comes after it. */
  readonly lastTold?: ToldEvent;
}

/** A write: from what was read (undefined: nothing) to what shall be there. */
export interface BudgetChange {
  readonly before: StoredBudget | undefined;
  readonly after: StoredBudget;
}

/** `conflict`: somebody else wrote first, or is writing now; read again and decide again. */
export type SaveAnswer = 'saved' | 'conflict';

export type DueWork = 'review' | 'refresh';

export interface DuePage {
  readonly principalIds: readonly string[];
  /** Hands on to the next page; undefined on the last one. */
  readonly next: string | undefined;
}

/** The UserBudgets table. All methods throw what the table throws. */
export interface BudgetStore {
  /** Consistent. Principals without a budget are not in the answer. */
  read(principalIds: readonly string[]): Promise<ReadonlyMap<string, StoredBudget>>;
  /** Writes what differs, so that an attribute somebody edits by hand at the same time keeps the edit. */
  save(change: BudgetChange): Promise<SaveAnswer>;
  /** Principals whose work is due at an instant, the longest due first; may lag behind writes a little. */
  due(work: DueWork, at: Instant, limit: number, from?: string): Promise<DuePage>;
  /** Principals with a budget whose ARN ends in `/NAME`, whatever the path; may lag behind writes a little. */
  named(name: string): Promise<readonly string[]>;
}
