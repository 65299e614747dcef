import { DAY_MS, type Instant } from '../instant.js';

/** From `start` up to, not including, `end`. */
export interface Period {
  readonly start: Instant;
  readonly end: Instant;
}

/** The budget period that an instant belongs to: equal stretches of days before and after the anchor. */
export function periodAt(anchor: Instant, refreshPeriodDays: number, instant: Instant): Period {
  const length = refreshPeriodDays * DAY_MS;
  const start = anchor + Math.floor((instant - anchor) / length) * length;
  return { start, end: start + length };
}
