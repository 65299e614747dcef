import type { Option } from 'commander';
import type { Instant } from '../../domain/instant.js';
import { UserError } from '../userError.js';
import { sinceOf, untilOf, zoneOf, type Here } from './when.js';

export interface SpanOptions {
  readonly since?: string;
  readonly until?: string;
  readonly timeZone?: string;
}

/** From an instant until before another. */
export interface Span {
  readonly since: Instant;
  readonly until: Instant;
  readonly timeZone: string;
}

/** The span that `--since` and `--until` name: by default from `fallback` until now. Throws UserError. */
export function spanOf(options: SpanOptions, now: Instant, fallback: string): Span {
  const here: Here = { now, timeZone: zoneOf(options.timeZone) };
  const since = sinceOf(options.since ?? fallback, '--since', here);
  const until = options.until === undefined ? now : untilOf(options.until, '--until', here);
  if (until > since) return { since, until, timeZone: here.timeZone };
  throw new UserError('--until: not after --since');
}

/** What commands say of these options. */
export const SPAN_TEXTS = {
  since: 'a date, 7d, monday, or an instant of ISO 8601',
  until: 'the same; a day counts whole (default: now)',
  timeZone: 'of days and of what is printed, such as Europe/Berlin (default: that of this shell)',
} as const satisfies Readonly<Record<keyof SpanOptions, Option['description']>>;
