import { dayOf, startOf } from '../calendar/zonedTime.js';
import { DAY_MS, type Instant } from '../instant.js';

/** A calendar day of a zone. */
interface Day {
  /** Counted from 1970-01-01. */
  readonly number: number;
  /** `YYYY-MM-DD` */
  readonly text: string;
}

interface DaySpan extends Day {
  readonly start: Instant;
  readonly end: Instant;
}

/** `YYYY-MM-DD` of a day counted from 1970-01-01. */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The days of a span, as texts: from that of `since` to that of the last millisecond before `until`. */
export function daysBetween(timeZone: string, since: Instant, until: Instant): readonly string[] {
  const first = dayOf(timeZone, since);
  const last = dayOf(timeZone, Math.max(since, until - 1));
  return Array.from({ length: last - first + 1 }, (_, index) => dayText(first + index));
}

/**
 * Finds the day of an instant; quick from the second time on that a day is asked for. No zone has set its clock back over
 * midnight since 2011, so that days are of one piece.
 */
export function createDayFinder(timeZone: string): (instant: Instant) => Day {
  // By the days of UTC that they touch.
  const known = new Map<number, DaySpan[]>();
  let last: DaySpan | undefined;
  return (instant) => {
    if (last !== undefined && isIn(last, instant)) return last;
    const utcDay = Math.floor(instant / DAY_MS);
    const found = known.get(utcDay)?.find((day) => isIn(day, instant));
    if (found !== undefined) return (last = found);
    last = spanOf(timeZone, instant);
    known.set(utcDay, [...(known.get(utcDay) ?? []), last]);
    return last;
  };
}

function isIn({ start, end }: DaySpan, instant: Instant): boolean {
  return start <= instant && instant < end;
}

function spanOf(timeZone: string, instant: Instant): DaySpan {
  const number = dayOf(timeZone, instant);
  const [start, end] = [startOf(timeZone, number), startOf(timeZone, number + 1)];
  return { number, text: dayText(number), start, end };
}
