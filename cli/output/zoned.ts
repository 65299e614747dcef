import { formatInZone } from '../../domain/calendar/zonedTime.js';
import type { Instant } from '../../domain/instant.js';

/** `2026-12-01` in a zone, for columns. */
export function zonedDay(timeZone: string, instant: Instant): string {
  return formatInZone(timeZone, instant).slice(0, 10);
}

/** `2026-12-01 00:00` in a zone, for columns. */
export function zonedMinute(timeZone: string, instant: Instant): string {
  return formatInZone(timeZone, instant).slice(0, 16).replace('T', ' ');
}

/** `2026-12-01 00:00:05` in a zone, for columns. */
export function zonedSecond(timeZone: string, instant: Instant): string {
  return formatInZone(timeZone, instant).slice(0, 19).replace('T', ' ');
}

/** `2026-12-01 00:00 Europe/Berlin (2026-11-30 23:00 UTC)`: for sentences. */
export function zonedTime(timeZone: string, instant: Instant): string {
  const utc = zonedMinute('UTC', instant);
  return timeZone === 'UTC' ? `${utc} UTC` : `${zonedMinute(timeZone, instant)} ${timeZone} (${utc} UTC)`;
}
