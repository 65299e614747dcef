import { DAY_MS, formatInstant, type Instant } from '../instant.js';
import type { ReportSpan } from './reportBuilder.js';

/** The month of the day that ends at a midnight (UTC), from its beginning until then: on the first, all of the month before. */
export function monthToDate(midnight: Instant): ReportSpan {
  const last = new Date(midnight - DAY_MS);
  return { since: Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), 1), until: midnight };
}

/** Its last day, as `YYYY/MM/DD`. */
export function lastDayPath({ until }: ReportSpan): string {
  return formatInstant(until - DAY_MS)
    .slice(0, 'YYYY-MM-DD'.length)
    .replaceAll('-', '/');
}
