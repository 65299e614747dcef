import type { AuditEntry } from '../../domain/audit/auditEntry.js';
import type { Instant } from '../../domain/instant.js';

/** The rows of the AuditLogs table, for operators and reports. Spans go from an instant until before another. */
export interface AuditReader {
  /** What was done by one identity: for the system's own events, what happened to one principal. By time, a page at a time. */
  of(userIdentity: string, since: Instant, until: Instant): AsyncIterable<readonly AuditEntry[]>;
  /** What was done by all, day by day (UTC), of a day by time, a page at a time. */
  all(since: Instant, until: Instant): AsyncIterable<readonly AuditEntry[]>;
}
