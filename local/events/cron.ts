import { DAY_MS, type Instant, MINUTE_MS } from '../../domain/instant.js';
import { type DayRule, monthDays, weekDays } from './cronDays.js';
import { type Field, valuesOf } from './cronValues.js';

const MINUTES: Field = { min: 0, max: 59, steps: true };
const HOURS: Field = { min: 0, max: 23, steps: true };
const MONTHS: Field = {
  min: 1,
  max: 12,
  steps: true,
  names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' '),
};
const YEARS: Field = { min: 1970, max: 2199, steps: true };

interface Cron {
  /** Since midnight, ascending. */
  readonly offsetsMs: readonly number[];
  readonly days: DayRule;
  readonly months: readonly number[];
  readonly years: readonly number[];
}

/**
 * The first minute after an instant that fits `minutes hours day-of-month month day-of-week year`; undefined if there is
 * none, or the fields are not as AWS takes them.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html, “Cron expressions”
 */
export function nextCronTime(fields: string, after: Instant): Instant | undefined {
  const cron = parseCron(fields);
  if (cron === undefined) return undefined;
  for (const midnight of midnights(cron, after)) {
    const offset = cron.offsetsMs.find((one) => midnight + one > after);
    if (offset !== undefined) return midnight + offset;
  }
  return undefined;
}

function parseCron(text: string): Cron | undefined {
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = '', ...others] = text
    .trim()
    .toUpperCase()
    .split(/\s+/);
  const minutes = valuesOf(minute, MINUTES);
  const hours = valuesOf(hour, HOURS);
  const days = daysOf(dayOfMonth, dayOfWeek);
  const months = valuesOf(month, MONTHS);
  const years = valuesOf(year, YEARS);
  if (!minutes || !hours || !days || !months || !years || others.length > 0) return undefined;
  const offsetsMs = hours.flatMap((h) => minutes.map((m) => (60 * h + m) * MINUTE_MS));
  return { offsetsMs, days, months, years };
}

/** Exactly one of the two is `?`. */
function daysOf(dayOfMonth: string, dayOfWeek: string): DayRule | undefined {
  if (dayOfMonth === '?') return weekDays(dayOfWeek);
  return dayOfWeek === '?' ? monthDays(dayOfMonth) : undefined;
}

function* midnights({ days, months, years }: Cron, after: Instant): Generator<Instant> {
  for (const year of years) {
    if (Date.UTC(year + 1, 0) <= after) continue;
    for (const month of months) {
      for (const day of days(year, month)) {
        const midnight = Date.UTC(year, month - 1, day);
        if (midnight + DAY_MS > after) yield midnight;
      }
    }
  }
}
