import { dayOf, startOf } from '../../domain/calendar/zonedTime.js';
import { WEEKDAYS } from '../../domain/calendar/schedule.js';
import { timeZoneProblem } from '../../domain/calendar/timeZone.js';
import { DAY_MS, MINUTE_MS, parseDay, parseInstant, SECOND_MS, type Instant } from '../../domain/instant.js';
import { UserError } from '../userError.js';

/** What a text of time is relative to. */
export interface Here {
  readonly now: Instant;
  readonly timeZone: string;
}

const UNITS: Readonly<Record<string, number>> = {
  s: SECOND_MS,
  m: MINUTE_MS,
  h: 60 * MINUTE_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/** Days from today. */
const NEAR_DAYS: ReadonlyMap<string, number> = new Map([
  ['yesterday', -1],
  ['today', 0],
  ['tomorrow', 1],
]);

/** The last instant whose year has four digits, as ISO 8601 is read everywhere. */
const LAST = Date.UTC(10_000, 0) - 1;

const FORMS =
  'a date (2026-12-04), an instant (2026-12-04T18:00:00+01:00), today, tomorrow, a weekday, or a time such as 5m, 3d';

/** Milliseconds of `90s`, `5m`, `3h`, `3d`, `2w`. Throws UserError naming `place`. */
export function durationOf(text: string, place: string): number {
  const found = durationIn(text);
  if (found !== undefined && found > 0) return found;
  throw new UserError(`${place}: ${JSON.stringify(text)} is not a time such as 90s, 5m, 3h, 3d or 2w`);
}

/**
 * Where a span of the past begins: a day's first instant in the zone, that of the last weekday of a name (today
 * counts), or so long ago. Throws UserError naming `place`.
 */
export function sinceOf(text: string, place: string, here: Here): Instant {
  const day = dayIn(text, here, 'past');
  if (day !== undefined) return startOf(here.timeZone, day);
  const back = durationIn(text);
  return back === undefined ? instantOf(text, place) : here.now - back;
}

/**
 * Where a span of the past ends, exclusive: a day counts whole. Throws UserError naming `place`.
 */
export function untilOf(text: string, place: string, here: Here): Instant {
  const day = dayIn(text, here, 'past');
  if (day !== undefined) return startOf(here.timeZone, day + 1);
  const back = durationIn(text);
  return back === undefined ? instantOf(text, place) : here.now - back;
}

/**
 * Until when something holds: the end of a day, of the next weekday of a name (today counts), or so long from now.
 * Throws UserError naming `place`, also for what is over.
 */
export function deadlineOf(text: string, place: string, here: Here): Instant {
  const day = dayIn(text, here, 'future');
  const ahead = durationIn(text);
  const until =
    day !== undefined
      ? startOf(here.timeZone, day + 1)
      : ahead === undefined
        ? instantOf(text, place)
        : here.now + ahead;
  if (until > LAST) throw new UserError(`${place}: ${JSON.stringify(text)} is after the year 9999`);
  if (until > here.now) return until;
  throw new UserError(`${place}: ${JSON.stringify(text)} is over`);
}

/** The zone of the shell, or one that is given. Throws UserError. */
export function zoneOf(given: string | undefined): string {
  if (given === undefined) return new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const problem = timeZoneProblem(given);
  if (problem !== undefined) throw new UserError(`--time-zone: ${JSON.stringify(given)} ${problem}`);
  return given;
}

function durationIn(text: string): number | undefined {
  const [, count = '', unit = ''] = /^(\d{1,5})([smhdw])$/.exec(text) ?? [];
  const size = UNITS[unit];
  return size === undefined ? undefined : Number(count) * size;
}

/** Days since 1970 of a date, `today`, `yesterday`, `tomorrow` or a weekday. */
function dayIn(text: string, { now, timeZone }: Here, direction: 'past' | 'future'): number | undefined {
  const date = parseDay(text);
  if (date !== undefined) return date / DAY_MS;
  const today = dayOf(timeZone, now);
  const word = text.toLowerCase();
  const near = NEAR_DAYS.get(word);
  if (near !== undefined) return today + near;
  const weekday = WEEKDAYS.findIndex((name) => name === word);
  if (weekday < 0) return undefined;
  // 1970-01-01 was a Thursday, the fourth.
  const distance = (weekday - ((today + 3) % 7) + 7) % 7;
  return direction === 'future' || distance === 0 ? today + distance : today + distance - 7;
}

function instantOf(text: string, place: string): Instant {
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  throw new UserError(`${place}: ${JSON.stringify(text)} is not ${FORMS}`);
}
