import type { AuditEntry } from '../../domain/audit/auditEntry.js';
import type { Instant } from '../../domain/instant.js';

export interface AuditLog {
  /** Writes an entry once; `known` if its event was there already. */
  add(entry: AuditEntry, expiresAt: Instant): Promise<'added' | 'known'>;
}
