import type { Instant } from '../../domain/instant.js';
import type { UsageRecord } from '../../domain/usageRecord.js';
import type { BudgetChange } from './budgetStore.js';

/** A usage record with the period it was charged to. */
export interface LedgerEntry {
  readonly record: UsageRecord;
  readonly periodStart: Instant;
  /** Arrived after its own period had closed: counted as late spend, charged to no period. */
  readonly isLate: boolean;
  /** When its row may be deleted. */
  readonly expiresAt: Instant;
}

export type ChargeAnswer =
  | { readonly kind: 'charged' }
  /** Nothing was written: the budget has changed since it was read, or some entries (by index) are not as expected. */
  | { readonly kind: 'refused'; readonly isStale: boolean; readonly duplicates: readonly number[] }
  /** Nothing was written: another transaction was at it, or the table is throttled. Try again a little later. */
  | { readonly kind: 'busy' };

export interface ProvisionalPage {
  readonly entries: readonly LedgerEntry[];
  readonly next: string | undefined;
}

/** As many entries as one transaction holds beside the budget. */
export const MOST_ENTRIES = 99;

/** The UsageTracking table, written together with the budget that its rows are charged to: all of it or nothing. */
export interface UsageLedger {
  /** Adds up to `MOST_ENTRIES` entries of one principal; `duplicates` are those that are there already. */
  charge(change: BudgetChange, entries: readonly LedgerEntry[]): Promise<ChargeAnswer>;
  /** Replaces up to `MOST_ENTRIES` provisional entries; `duplicates` are those that are provisional no more. */
  correct(change: BudgetChange, entries: readonly LedgerEntry[]): Promise<ChargeAnswer>;
  /**
   * Entries of calls since an instant that were charged to a period at a provisional price, in no particular order; may
   * lag behind writes.
   */
  provisional(since: Instant, from?: string): Promise<ProvisionalPage>;
}
