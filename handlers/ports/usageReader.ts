import type { Instant } from '../../domain/instant.js';
import type { LedgerEntry } from './usageLedger.js';

/** The rows of the UsageTracking table, for operators and reports. */
export interface UsageReader {
  /**
   * A principal's calls from an instant until before another, by time, a page at a time; reads no other rows. May lag
   * behind writes a little. Throws CorruptRowError.
   */
  of(principalId: string, since: Instant, until: Instant): AsyncIterable<readonly LedgerEntry[]>;
  /** A principal's last calls, so many, the latest first. Throws CorruptRowError. */
  latest(principalId: string, count: number): Promise<readonly LedgerEntry[]>;
}
