import { auditEntryOf } from '../../domain/audit/auditEntry.js';
import { DAY_MS } from '../../domain/instant.js';
import type { Settings } from '../../domain/settings/settings.js';
import { UnreadableEventError } from '../runtime/errors.js';
import type { Handler, LambdaContext } from '../runtime/handler.js';
import type { AuditLog } from '../ports/auditLog.js';
import type { Clock } from '../ports/clock.js';
import type { Telemetry } from '../ports/telemetry.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';
import { withSettings } from '../settings/settingsCache.js';

export interface AuditLoggerPorts {
  readonly auditLog: AuditLog;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly settings: () => Promise<Settings>;
}

/**
 * Writes one EventBridge event to the audit log, once however often it comes. Throws UnreadableEventError, for an event
 * must not be lost because nobody could read it, and what the ports throw.
 */
export function createAuditLogger(ports: AuditLoggerPorts): (event: unknown, context: LambdaContext) => Promise<void> {
  return async (event) => {
    try {
      await logEvent(ports, event);
    } finally {
      ports.telemetry.flush();
    }
  };
}

export function composeAuditLogger(
  environment: EnvironmentOf<'auditLogger'>,
  services: Pick<Services, 'clock' | 'telemetry' | 'settings' | 'auditLog'>,
): Handler {
  return createAuditLogger({
    ...withSettings(environment, services),
    auditLog: services.auditLog(environment.required('AUDIT_LOGS_TABLE')),
  });
}

async function logEvent({ auditLog, clock, telemetry, settings }: AuditLoggerPorts, event: unknown): Promise<void> {
  const answer = auditEntryOf(event);
  if (answer.kind === 'invalid') {
    telemetry.warn('event unreadable', { reason: answer.reason });
    telemetry.count('EventsUnreadable', 1);
    throw new UnreadableEventError(answer.reason);
  }
  const { auditRetentionDays } = await settings();
  const added = await auditLog.add(answer.entry, clock.now() + auditRetentionDays * DAY_MS);
  if (added === 'added') telemetry.count('AuditEntriesAdded', 1);
  else telemetry.info('audit entry known', { eventId: answer.entry.eventId });
}
