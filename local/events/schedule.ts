import { DAY_MS, type Instant, MINUTE_MS, startOfUtcDay } from '../../domain/instant.js';

/** The first run after an instant, of a rule that was created at another. */
export type Schedule = (after: Instant, createdAt: Instant) => Instant;

const UNIT_MS: Readonly<Record<string, number>> = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: DAY_MS };

/**
 * Compiles a schedule expression: `rate(…)`, which counts from the creation of the rule, and a daily
 * `cron(MINUTE HOUR * * ? *)`, in UTC. A RangeError names any other, whether EventBridge takes it or not.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function compileSchedule(expression: string): Schedule {
  const period = ratePeriod(expression);
  if (period !== undefined) return (after, createdAt) => firstAfter(after, createdAt + period, period);
  const offset = dailyOffset(expression);
  if (offset !== undefined) return (after) => firstAfter(after, startOfUtcDay(after) + offset, DAY_MS);
  throw new RangeError(`schedule ${expression}: neither rate(…) nor cron(MINUTE HOUR * * ? *)`);
}

/** From a first time on, every period. */
function firstAfter(after: Instant, first: Instant, period: number): Instant {
  return first + Math.max(0, Math.floor((after - first) / period) + 1) * period;
}

/** A whole number from 1 and its unit, which is singular for 1 and plural for all else. */
function ratePeriod(expression: string): number | undefined {
  const [, value = '', unit = '', plural] = /^rate\(([1-9]\d*)\s+(minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const period = Number(value) * (UNIT_MS[unit] ?? NaN);
  return (plural === 's') === Number(value) > 1 && Number.isSafeInteger(period) ? period : undefined;
}

function dailyOffset(expression: string): number | undefined {
  const [, minute = '', hour = ''] = /^cron\((\d{1,2}) (\d{1,2}) \* \* \? \*\)$/.exec(expression) ?? [];
  const isTime = minute !== '' && Number(minute) < 60 && Number(hour) < 24;
  return isTime ? (60 * Number(hour) + Number(minute)) * MINUTE_MS : undefined;
}
