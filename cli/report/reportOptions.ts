import { DAY_MS, parseDay, parseInstant, type Instant } from '../../domain/instant.js';
import { startOf } from '../../domain/calendar/zonedTime.js';
import { metadataKeyOf, readKeys, type ReportKey } from '../../domain/report/reportKey.js';
import { timeZoneProblem } from '../../domain/calendar/timeZone.js';
import { UserError } from '../userError.js';

/** The span, as far as it was given: from `since` until before `until`. */
export interface GivenSpan {
  readonly since?: Instant;
  readonly until?: Instant;
}

/** The span of the flags, as far as it was given. Throws UserError. */
export function givenSpan({ since, until }: SpanFlags, timeZone: string): GivenSpan {
  return {
    ...(since === undefined ? {} : { since: instantOf('--since', since, timeZone) }),
    ...(until === undefined ? {} : { until: instantOf('--until', until, timeZone) }),
  };
}

/** A day, `YYYY-MM-DD` in the zone, which begins there, or an instant. Throws UserError. */
function instantOf(option: string, text: string, timeZone: string): Instant {
  const day = parseDay(text);
  const instant = day === undefined ? parseInstant(text) : startOf(timeZone, day / DAY_MS);
  if (instant !== undefined) return instant;
  throw new UserError(`${option}: ${JSON.stringify(text)} is not a day such as 2026-11-01, nor an ISO 8601 instant`);
}

export interface SpanFlags {
  readonly since?: string;
  readonly until?: string;
}

const BY_DEFAULT = 'principal';

/** What every page shows, beside what was asked for. */
const PAGE_KEYS: readonly ReportKey[] = ['team', 'principal', 'person', 'model', 'day', 'region'];

/** Reads `--by`; of several accounts the account comes first. Throws UserError. */
export function keysOf(by: string | undefined, isOfAccounts: boolean): readonly ReportKey[] {
  const answer = readKeys(by ?? BY_DEFAULT);
  if (answer.kind === 'invalid') throw new UserError(`--by: ${answer.reason}`);
  return isOfAccounts && !answer.keys.includes('account') ? ['account', ...answer.keys] : answer.keys;
}

/** The sections of a report: what was asked for, and for a page what every page has. */
export function sectionsOf(keys: readonly ReportKey[], isPage: boolean): readonly (readonly ReportKey[])[] {
  if (!isPage) return [keys];
  const single = [...PAGE_KEYS, ...keys].map((key): readonly ReportKey[] => [key]);
  const all = [...(keys.length > 1 ? [keys] : []), ...single];
  return all.filter((one, index) => all.findIndex((other) => other.join() === one.join()) === index);
}

/** The keys of request metadata that are asked for. */
export function metadataKeysIn(keys: readonly ReportKey[]): readonly string[] {
  return keys.flatMap((key) => metadataKeyOf(key) ?? []);
}

/** Throws UserError for what is no zone. */
export function timeZoneOf(given: string | undefined, byDefault: string): string {
  if (given === undefined) return byDefault;
  const problem = timeZoneProblem(given);
  if (problem !== undefined) throw new UserError(`--time-zone: ${JSON.stringify(given)} ${problem}`);
  return given;
}
