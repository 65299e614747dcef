import { parsePeriod, periodText, type PeriodRule, type Schedule } from '../../domain/calendar/schedule.js';
import { CorruptRowError } from '../runtime/errors.js';
import { number, text, type Item, type ItemReader } from './attributes.js';

/** `budget_period` and `time_zone`; where the period is in days, their number as well. */
export function scheduleAttributes({ period, timeZone }: Schedule): Readonly<Item> {
  return {
    budget_period: text(periodText(period)),
    ...(period.every === 'days' ? { refresh_period_days: number(period.days) } : {}),
    time_zone: text(timeZone),
  };
}

/** A row from before has a number of days alone. Throws CorruptRowError. */
export function scheduleOf(row: ItemReader): Schedule {
  return { period: periodOf(row), timeZone: row.has('time_zone') ? row.text('time_zone') : 'UTC' };
}

function periodOf(row: ItemReader): PeriodRule {
  if (!row.has('budget_period')) return { every: 'days', days: row.number('refresh_period_days') };
  const period = parsePeriod(row.text('budget_period'));
  if (period === undefined) throw new CorruptRowError(row.name, 'budget_period', 'a period');
  return period;
}
