import { DAY_MS, formatInstant, type Instant } from '../../domain/instant.js';

/** Levels of objects and arrays in a record; no request that a model takes comes near. */
export const MAX_DEPTH = 500;

/** Every day between the first call and the last is lived through. */
const MAX_DAYS_FROM_MEDIAN = 200;

/** The years that a schedule of EventBridge knows (EventBridge User Guide, cron expressions), with room for a period after. */
const FIRST_RUNNABLE = Date.UTC(1970, 1);
const LAST_RUNNABLE = Date.UTC(2198, 0);

/** Lines that are printed before the rest is only counted. */
const MAX_SHOWN = 20;

/** Whether a value has objects and arrays inside each other more than so many levels; without recursion. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= levels; depth += 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? (Object.values(one) as unknown[]) : []));
    if (level.length === 0) return false;
  }
  return true;
}

interface Stamped {
  readonly at: Instant;
  readonly location: string;
}

/** Calls whose time is too far from that of most: a wrong year would have centuries pass. */
export function withoutStrays<T extends Stamped>(
  calls: readonly T[],
): { readonly near: readonly T[]; readonly problems: readonly string[] } {
  const instants = calls.map(({ at }) => at).filter((at) => at >= FIRST_RUNNABLE && at < LAST_RUNNABLE);
  const median = instants.sort((left, right) => left - right)[Math.floor(instants.length / 2)];
  const near: T[] = [];
  const problems: string[] = [];
  for (const call of calls) {
    const problem = Number.isFinite(call.at) ? problemOf(call.at, median) : undefined;
    if (problem === undefined) near.push(call);
    else problems.push(`${call.location}: left out: its timestamp ${formatInstant(call.at)} is ${problem}`);
  }
  return { near, problems };
}

function problemOf(at: Instant, median: Instant | undefined): string | undefined {
  if (median === undefined || at < FIRST_RUNNABLE || at >= LAST_RUNNABLE) return 'before February 1970 or after 2197';
  if (Math.abs(at - median) <= MAX_DAYS_FROM_MEDIAN * DAY_MS) return undefined;
  return `more than ${MAX_DAYS_FROM_MEDIAN} days from the median of all, ${formatInstant(median)}`;
}

export function shortened(problems: readonly string[]): readonly string[] {
  const more = problems.length - MAX_SHOWN;
  return more <= 0 ? problems : [...problems.slice(0, MAX_SHOWN), `… and ${more} more are left out`];
}
