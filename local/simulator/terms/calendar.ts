import { DAY_MS, MINUTE_MS, type Instant } from '../../../domain/instant.js';
import type { SimulatedPeriod, SimulatedTerms } from '../scenario/terms.js';

/** A calendar as a scenario has it; by `Intl` alone, for the checks do not use the functions that they check. */
export type Calendar = Required<Pick<SimulatedTerms, 'timeZone' | 'weekStart' | 'fiscalStart'>> & {
  readonly period: SimulatedPeriod;
};

export interface Span {
  readonly start: Instant;
  readonly end: Instant;
}

/** `anchorDay`: a day on which a period of days begins. */
export function spanAt(calendar: Calendar, anchorDay: number, at: Instant): Span {
  const { timeZone } = calendar;
  const first = firstDay(calendar, anchorDay, localDay(timeZone, at));
  const span = { start: startOfDay(timeZone, first), end: startOfDay(timeZone, firstDayAfter(calendar, first)) };
  if (at < span.end) return span;
  // A clock that was set back shows a day again that was over.
  return { start: span.end, end: startOfDay(timeZone, firstDayAfter(calendar, firstDayAfter(calendar, first))) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day that a calendar on the wall shows, counted from 1970-01-01. */
export function localDay(timeZone: string, at: Instant): number {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  formats.set(timeZone, format);
  return Date.parse(`${format.format(at)}T00:00:00Z`) / DAY_MS;
}

const starts = new Map<string, Instant>();

/** Zones are at most so far from UTC, and change at whole quarters of an hour. */
const FARTHEST_MS = 15 * 60 * MINUTE_MS;
const STEP_MS = 15 * MINUTE_MS;

/** The first instant at which the wall shows the day, or a later one. */
function startOfDay(timeZone: string, day: number): Instant {
  const key = `${timeZone} ${day}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  let at = day * DAY_MS - FARTHEST_MS;
  while (localDay(timeZone, at) < day) at += STEP_MS;
  starts.set(key, at);
  return at;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Goes back day by day to one on which a period begins. */
function firstDay(calendar: Calendar, anchorDay: number, day: number): number {
  const { period } = calendar;
  if (typeof period === 'object') {
    const passed = (((day - anchorDay) % period.days) + period.days) % period.days;
    return day - passed;
  }
  let first = day;
  while (!isFirst(calendar, first)) first -= 1;
  return first;
}

function firstDayAfter(calendar: Calendar, first: number): number {
  const { period } = calendar;
  if (typeof period === 'object') return first + period.days;
  let next = first + 1;
  while (!isFirst(calendar, next)) next += 1;
  return next;
}

function isFirst({ period, weekStart, fiscalStart }: Calendar, day: number): boolean {
  const date = new Date(day * DAY_MS);
  const [fiscalMonth = 1, fiscalDay = 1] = fiscalStart.split('-').map(Number);
  const monthsSince = date.getUTCMonth() + 1 - fiscalMonth;
  switch (period) {
    case 'weekly':
      return WEEKDAYS[date.getUTCDay()] === weekStart;
    case 'monthly':
      return date.getUTCDate() === 1;
    case 'quarterly':
      return date.getUTCDate() === fiscalDay && monthsSince % 3 === 0;
    case 'yearly':
      return date.getUTCDate() === fiscalDay && monthsSince === 0;
    default:
      return true;
  }
}
