import type { TeamPeriod } from '../../domain/budget/teamSpend.js';
import type { Instant } from '../../domain/instant.js';
import type { Usd } from '../../domain/money.js';
import type { UsageRecord } from '../../domain/pricing/usageRecord.js';
import type { BudgetChange } from './budgetStore.js';

/** A usage record with the period it was charged to. */
export interface LedgerEntry {
  readonly record: UsageRecord;
  readonly periodStart: Instant;
  /** Arrived after its own period had closed: counted as late spend, charged to no period. */
  readonly isLate: boolean;
  /** The part of the cost that came with a larger record after the period had closed: late spend as well. */
  readonly lateUsd?: Usd;
  /** How many smaller records of its call it has taken the place of; absent if none. */
  readonly replacements?: number;
  /** The teams in which it was counted. */
  readonly teams?: readonly TeamPeriod[];
  /** When its row may be deleted. */
  readonly expiresAt: Instant;
}

/** An entry to be written. */
export interface LedgerChange extends LedgerEntry {
  /** What it takes the place of; without it there must be no entry of its call. */
  readonly replaces?: LedgerEntry;
}

/** What tells an entry from all others. */
export type UsageKey = Pick<UsageRecord, 'principalId' | 'timestamp' | 'requestId'>;

/** An entry that was not as expected. */
export interface Duplicate {
  /** Of the entry that was to be written. */
  readonly index: number;
  /** What is there; undefined if nothing is. */
  readonly stored: LedgerEntry | undefined;
}

export type ChargeAnswer =
  | { readonly kind: 'charged' }
  /** Nothing was written: the budget has changed since it was read, or some entries are not as expected. */
  | { readonly kind: 'refused'; readonly isStale: boolean; readonly duplicates: readonly Duplicate[] }
  /** Nothing was written: another transaction was at it, or the table is throttled. Try again a little later. */
  | { readonly kind: 'busy' };

export interface ProvisionalPage {
  readonly entries: readonly LedgerEntry[];
  readonly next: string | undefined;
}

/** As many entries as one transaction holds beside the budget. */
export const MAX_ENTRIES = 99;

/** The UsageTracking table, written together with the budget that its rows are charged to: all of it or nothing. */
export interface UsageLedger {
  /**
   * Writes up to `MAX_ENTRIES` entries of one principal. `duplicates` are those whose call has an entry already; for an
   * entry that replaces one, those whose earlier entry has changed since it was read. Throws CorruptRowError for one of
   * them that cannot be read.
   */
  charge(change: BudgetChange, entries: readonly LedgerChange[]): Promise<ChargeAnswer>;
  /** The request ids of those that have an entry, of different keys; consistent. */
  charged(keys: readonly UsageKey[]): Promise<ReadonlySet<string>>;
  /**
   * The entries that there are of different keys, in no particular order; may lag behind writes, at half the price of
   * `charged`. Throws CorruptRowError.
   */
  find(keys: readonly UsageKey[]): Promise<readonly LedgerEntry[]>;
  /**
   * Entries of calls since an instant that were charged to a period at a provisional price, in no particular order; may
   * lag behind writes.
   */
  provisional(since: Instant, from?: string): Promise<ProvisionalPage>;
}
