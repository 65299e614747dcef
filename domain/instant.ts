/** Instants are whole milliseconds since 1970-01-01T00:00:00Z; the domain never asks what time it is. */
export type Instant = number;

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const DAY_MS = 24 * 60 * MINUTE_MS;

const ISO_INSTANT = /^\d{4}-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** Reads an ISO 8601 instant with its offset; undefined for anything else, a day that does not exist included. */
export function parseInstant(text: string): Instant | undefined {
  const match = ISO_INSTANT.exec(text);
  if (match === null) return undefined;
  const instant = Date.parse(text);
  return Number.isNaN(instant) || !dayExists(text) ? undefined : instant;
}

/** `2026-04-19T13:28:51Z`, with milliseconds only where there are any. */
export function formatInstant(instant: Instant): string {
  const midnight = startOfUtcDay(instant);
  const second = (instant - midnight) / SECOND_MS;
  if (!Number.isInteger(second)) return new Date(instant).toISOString();
  return `${dayOf(midnight)}T${twoDigits(second / 3600)}:${twoDigits((second / 60) % 60)}:${twoDigits(second % 60)}Z`;
}

/** Instants come in their millions, but of few days. */
let lastDay = { midnight: NaN, text: '' };

function dayOf(midnight: Instant): string {
  if (lastDay.midnight !== midnight) {
    lastDay = { midnight, text: new Date(midnight).toISOString().slice(0, -'T00:00:00.000Z'.length) };
  }
  return lastDay.text;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${Math.floor(value)}` : `${Math.floor(value)}`;
}

/** First instant of a calendar day given as `YYYY-MM-DD`, UTC; undefined for anything else. */
export function parseDay(text: string): Instant | undefined {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? parseInstant(`${text}T00:00:00Z`) : undefined;
}

export function startOfUtcDay(instant: Instant): Instant {
  return Math.floor(instant / DAY_MS) * DAY_MS;
}

/** Date.parse takes February 30 for March 2; the calendar does not. */
function dayExists(text: string): boolean {
  if (text.slice(8, 10) <= '28') return true;
  const day = text.slice(0, 10);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}
