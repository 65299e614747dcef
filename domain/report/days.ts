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

/** Finds the day of an instant; quick where instants come more or less in order. */
export function createDayFinder(timeZone: string): (instant: Instant) => Day {
  let last: DaySpan | undefined;
  return (instant) => {
    if (last === undefined || instant < last.start || instant >= last.end) last = spanOf(timeZone, instant);
    return last;
  };
}

function spanOf(timeZone: string, instant: Instant): DaySpan {
  const number = dayOf(timeZone, instant);
  const [start, end] = [startOf(timeZone, number), startOf(timeZone, number + 1)];
  // A clock that is set back across midnight shows the former day again.
  const isOnce = start <= instant && instant < end;
  return { number, text: dayText(number), start: isOnce ? start : instant, end: isOnce ? end : instant + 1 };
}
