import { eventIdOf } from '../runtime/eventId.js';
import { GROUPS, type Group, type Notice, type Severity } from '../contracts/notice.js';
import { line } from './text.js';

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
