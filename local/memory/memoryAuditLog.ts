import type { AuditEntry } from '../../domain/audit/auditEntry.js';
import type { Instant } from '../../domain/instant.js';
import type { AuditLog } from '../../handlers/ports/auditLog.js';

/** The audit log in memory, in the order of writing. */
export class MemoryAuditLog implements AuditLog {
  readonly #rows = new Map<string, { readonly entry: AuditEntry; readonly expiresAt: Instant }>();

  add(entry: AuditEntry, expiresAt: Instant): Promise<'added' | 'known'> {
    if (this.#rows.has(entry.eventId)) return Promise.resolve('known');
    this.#rows.set(entry.eventId, { entry, expiresAt });
    return Promise.resolve('added');
  }

  /** Entries that have not expired at `now`. */
  entriesAt(now: Instant): readonly AuditEntry[] {
    return [...this.#rows.values()].filter(({ expiresAt }) => expiresAt > now).map(({ entry }) => entry);
  }
}
