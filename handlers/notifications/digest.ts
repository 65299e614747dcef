import { eventIdOf } from '../runtime/eventId.js';
import { GROUPS, type Group, type Notice, type Severity } from '../contracts/notice.js';
import { line } from './text.js';
import { formatInstant, type Instant } from '../../domain/instant.js';
import { failTogether } from '../runtime/errors.js';
import { deliver, WINDOW_MS, type DeliveryPorts } from './delivery.js';

/**
 * Tells people of the events that waited, one message a group. A digest that could not be told to every channel stays
 * open with the same events for the next runs, until the events that came since have waited as long: a channel that is
 * away for good holds up no other. Throws PartialFailureError after the other groups are done.
 */
export async function tellDigests(ports: DeliveryPorts, deadline: Instant): Promise<void> {
  const failures: unknown[] = [];
  for (const group of Object.keys(GROUPS) as Group[]) {
    try {
      await tellDigest(ports, group, deadline);
    } catch (error) {
      failures.push(error);
      ports.telemetry.error('a digest was not told; the next run tries again', error, { group });
    }
  }
  failTogether(failures, `${failures.length} digests were not told`);
}

/** Channels that are not grouped were told of each event when it came. */
async function tellDigest(ports: DeliveryPorts, group: Group, deadline: Instant): Promise<void> {
  const { log, clock, telemetry } = ports;
  const now = clock.now();
  const { eventIds, isOverdue } = await log.openDigest(group, now, now + WINDOW_MS);
  if (eventIds.length === 0) return;
  const notices = await log.notices(eventIds);
  const channels = ports.channels.filter(({ isGrouped }) => isGrouped);
  try {
    if (notices.length > 0) {
      await deliver({ ...ports, channels }, digestOf(group, notices, formatInstant(now)), deadline);
    }
  } catch (error) {
    if (!isOverdue) throw error;
    telemetry.error('a digest is given up: some channel was never told', error, {
      group,
      eventIds: eventIds.join(' '),
    });
  }
  await log.closeDigest(group, eventIds);
}

const MAX_LISTED = 25;

const SEVERITIES: readonly Severity[] = ['info', 'warning', 'error', 'critical'];

/** Several notices of one group as one, the oldest first. The same notices have the same id, whenever they are told. */
export function digestOf(group: Group, notices: readonly Notice[], at: string): Notice {
  const sorted = [...notices].sort((left, right) => left.at.localeCompare(right.at));
  const titles = sorted.map(({ title }) => ({ label: 'Also', value: line(title, 200) }));
  const more = titles.length - MAX_LISTED;
  const rest = more > 0 ? [{ label: 'And', value: `${more} more; the audit log has all of them` }] : [];
  const first = sorted[0];
  return {
    eventId: eventIdOf(
      `digest|${group}|${sorted
        .map(({ eventId }) => eventId)
        .sort()
        .join('|')}`,
    ),
    type: 'Digest',
    at,
    topic: first?.topic ?? 'operational-alerts',
    severity: SEVERITIES.findLast((severity) => sorted.some((notice) => notice.severity === severity)) ?? 'info',
    title: `${sorted.length} more ${GROUPS[group]}`,
    facts: [...titles.slice(0, MAX_LISTED), ...rest],
    consequence: first?.consequence ?? '',
    actions: first?.actions ?? [],
    data: { group, eventIds: sorted.map(({ eventId }) => eventId) },
  };
}
