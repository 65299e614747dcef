import type { AuditEntry } from '../../domain/audit/auditEntry.js';
import type { Instant } from '../../domain/instant.js';
import type { AuditLog } from '../../handlers/ports/auditLog.js';
import type { AuditReader } from '../../handlers/ports/auditReader.js';

interface AuditRow {
  readonly entry: AuditEntry;
  readonly expiresAt: Instant;
}

/** The audit log in memory, in the order of writing. */
export class MemoryAuditLog implements AuditLog, AuditReader {
  readonly #rows = new Map<string, AuditRow>();

  add(entry: AuditEntry, expiresAt: Instant): Promise<'added' | 'known'> {
    if (this.#rows.has(entry.eventId)) return Promise.resolve('known');
    this.#rows.set(entry.eventId, { entry, expiresAt });
    return Promise.resolve('added');
  }

  /** Entries that have not expired at `now`. */
  entriesAt(now: Instant): readonly AuditEntry[] {
    return [...this.#rows.values()].filter(({ expiresAt }) => expiresAt > now).map(({ entry }) => entry);
  }

  /** All rows. */
  get rows(): readonly AuditRow[] {
    return [...this.#rows.values()];
  }

  /** Puts rows in, as they were in another of these. */
  restore(rows: readonly AuditRow[]): void {
    for (const row of rows) this.#rows.set(row.entry.eventId, row);
  }

  async *of(userIdentity: string, since: Instant, until: Instant): AsyncGenerator<readonly AuditEntry[]> {
    for await (const entries of this.all(since, until)) {
      yield entries.filter((entry) => entry.userIdentity === userIdentity);
    }
  }

  async *all(since: Instant, until: Instant): AsyncGenerator<readonly AuditEntry[]> {
    await Promise.resolve();
    const entries = this.rows.map(({ entry }) => entry);
    yield entries
      .filter(({ eventTime }) => eventTime >= since && eventTime < until)
      .sort((one, other) => one.eventTime - other.eventTime);
  }
}
