import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';
import { DAY_MS, startOfUtcDay, type Instant } from '../instant.js';
import { memoize } from '../memoize.js';

/** The only module that knows the rules of time zones. Days are calendar days, counted from 1970-01-01. */

const UTC = 'UTC';

/** The calendar day of an instant in a zone. */
export function dayOf(timeZone: string, instant: Instant): number {
  if (timeZone === UTC) return Math.floor(instant / DAY_MS);
  const { year, month, day } = ZonedDateTime.toPlainDate(zoned(timeZone, instant));
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

/** The first instant of a day in a zone; of a day that the zone leaves out, that of the next. */
export function startOf(timeZone: string, day: number): Instant {
  if (timeZone === UTC) return day * DAY_MS;
  const date = new Date(day * DAY_MS);
  const plain = PlainDate.create(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
  return PlainDate.toZonedDateTime(plain, timeZone).epochMilliseconds;
}

/** The first instant of the day that an instant belongs to. */
export function startOfDay(timeZone: string, instant: Instant): Instant {
  return timeZone === UTC ? startOfUtcDay(instant) : startOf(timeZone, dayOf(timeZone, instant));
}

/** `2026-12-01T00:00:00+01:00[Europe/Berlin]` */
export function formatInZone(timeZone: string, instant: Instant): string {
  return formatted(`${instant} ${timeZone}`);
}

/** Each write of a budget says when it resets. */
const formatted = memoize((key) => {
  const [instant = '', timeZone = ''] = key.split(' ');
  return ZonedDateTime.toString(zoned(timeZone, Number(instant)));
});

function zoned(timeZone: string, instant: Instant): ZonedDateTime.Record {
  return ZonedDateTime.create(BigInt(instant) * 1_000_000n, timeZone);
}
