import { DAY_MS, type Instant, MINUTE_MS } from '../../domain/instant.js';
import { nextCronTime } from './cron.js';

const UNIT_MS: Readonly<Record<string, number>> = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: DAY_MS };

/**
 * The first time after an instant at which a scheduled rule runs, in UTC. A rate counts from the rule's creation. A
 * RangeError names an expression that EventBridge refuses, or that has no time any more.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function nextTime(expression: string, after: Instant, createdAt: Instant = after): Instant {
  const [, kind, fields = ''] = /^(cron|rate)\((.*)\)$/.exec(expression) ?? [];
  const next = kind === 'cron' ? nextCronTime(fields, after) : nextMultiple(periodOf(fields, kind), after, createdAt);
  if (next === undefined) throw new RangeError(`${expression}: no schedule of EventBridge, or one that is over`);
  return next;
}

function nextMultiple(period: number | undefined, after: Instant, createdAt: Instant): Instant | undefined {
  if (period === undefined) return undefined;
  const passed = Math.max(0, Math.floor((after - createdAt) / period));
  return createdAt + (passed + 1) * period;
}

/** A whole number from 1 and its unit, which is singular for 1 and plural for all else. */
function periodOf(rate: string, kind: string | undefined): number | undefined {
  const [, value = '', unit = '', plural] = /^([1-9]\d*)\s+(minute|hour|day)(s?)$/.exec(rate) ?? [];
  const unitMs = kind === 'rate' ? UNIT_MS[unit] : undefined;
  const period = Number(value) * (unitMs ?? NaN);
  return (plural === 's') === Number(value) > 1 && Number.isSafeInteger(period) ? period : undefined;
}
