import { DAY_MS, type Instant } from '../instant.js';
import { periodText, WEEKDAYS, type FiscalStart, type Period, type PeriodRule, type Schedule } from './schedule.js';
import { dayOf, startOf } from './zonedTime.js';

/** As many periods as are kept: those of calls that come one after another. */
const MOST_KEPT = 1000;

const kept = new Map<string, Period>();

/**
 * The period of a schedule that an instant belongs to. Periods begin with the first instant of a day in the schedule's
 * zone. `anchor` counts for periods of days alone: they begin a whole number of periods away from its day.
 */
export function periodAt({ period: rule, timeZone }: Schedule, anchor: Instant, instant: Instant): Period {
  const key = `${timeZone} ${periodText(rule)}${rule.every === 'days' ? ` ${anchor}` : ''}`;
  const last = kept.get(key);
  if (last !== undefined && last.start <= instant && instant < last.end) return last;
  const found = foundAt(rule, timeZone, anchor, instant);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, found);
  return found;
}

function foundAt(rule: PeriodRule, timeZone: string, anchor: Instant, instant: Instant): Period {
  const anchorDay = rule.every === 'days' ? dayOf(timeZone, anchor) : 0;
  let days = daysAround(rule, anchorDay, dayOf(timeZone, instant));
  let period = { start: startOf(timeZone, days.from), end: startOf(timeZone, days.to) };
  // A clock that is set back across midnight shows the former day again.
  while (instant >= period.end) {
    days = daysAround(rule, anchorDay, days.to);
    period = { start: period.end, end: startOf(timeZone, days.to) };
  }
  return period;
}

/** Days counted from 1970, from the first up to, not including, the last. */
interface Days {
  readonly from: number;
  readonly to: number;
}

function daysAround(rule: PeriodRule, anchorDay: number, day: number): Days {
  switch (rule.every) {
    case 'days':
      return stretch(anchorDay, rule.days, day);
    case 'day':
      return { from: day, to: day + 1 };
    case 'week':
      return stretch(MONDAY + WEEKDAYS.indexOf(rule.weekStart), WEEKDAYS.length, day);
    case 'month':
      return months({ month: 1, day: 1 }, 1, day);
    case 'quarter':
      return months(rule.fiscalStart, 3, day);
    case 'year':
      return months(rule.fiscalStart, 12, day);
  }
}

/** 1970-01-05 */
const MONDAY = 4;

function stretch(anchorDay: number, length: number, day: number): Days {
  const from = anchorDay + Math.floor((day - anchorDay) / length) * length;
  return { from, to: from + length };
}

/** So many months at a time, counted from the start of a fiscal year. */
function months(start: FiscalStart, count: number, day: number): Days {
  const date = new Date(day * DAY_MS);
  const isBefore = date.getUTCDate() < start.day;
  const month = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth() - (isBefore ? 1 : 0);
  const first = start.month - 1 + Math.floor((month - (start.month - 1)) / count) * count;
  return { from: dayIn(first, start.day), to: dayIn(first + count, start.day) };
}

/** `month` is counted from January 1970. */
function dayIn(month: number, day: number): number {
  return Date.UTC(1970, month, day) / DAY_MS;
}
