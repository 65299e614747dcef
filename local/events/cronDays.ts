import { type Field, valueOf, valuesOf } from './cronValues.js';

/** The days of a month, ascending; months count from 1. */
export type DayRule = (year: number, month: number) => readonly number[];

const DAYS_OF_MONTH: Field = { min: 1, max: 31, steps: true };
const DAYS_OF_WEEK: Field = { min: 1, max: 7, steps: false, names: 'SUN MON TUE WED THU FRI SAT'.split(' ') };
const SATURDAY = 7;
const SUNDAY = 1;

/** `L` is the last day, `3W` the weekday closest to the third; both stand alone. */
export function monthDays(text: string): DayRule | undefined {
  if (text === 'L') return (year, month) => [lastDay(year, month)];
  if (text.endsWith('W')) {
    const day = valueOf(text.slice(0, -1), DAYS_OF_MONTH);
    return day === undefined ? undefined : (year, month) => closestWeekday(year, month, day);
  }
  const days = valuesOf(text, DAYS_OF_MONTH);
  return days && ((year, month) => days.filter((day) => day <= lastDay(year, month)));
}

/** `L` is Saturday, `6L` the last Friday of the month, `3#2` its second Tuesday; each stands alone. */
export function weekDays(text: string): DayRule | undefined {
  const [, named = '', which = ''] = /^([^#]+)(L|#[1-5])$/.exec(text) ?? [];
  if (which !== '') {
    const day = valueOf(named, DAYS_OF_WEEK);
    const index = which === 'L' ? -1 : Number(which.slice(1)) - 1;
    return day === undefined ? undefined : (year, month) => [daysNamed(year, month, [day]).at(index)].flatMap(present);
  }
  const days = text === 'L' ? [SATURDAY] : valuesOf(text, DAYS_OF_WEEK);
  return days && ((year, month) => daysNamed(year, month, days));
}

function daysNamed(year: number, month: number, weekdays: readonly number[]): readonly number[] {
  return Array.from({ length: lastDay(year, month) }, (_, index) => index + 1).filter((day) =>
    weekdays.includes(weekdayOf(year, month, day)),
  );
}

/** Never in another month: the first on a Saturday gives Monday the third. */
function closestWeekday(year: number, month: number, day: number): readonly number[] {
  const last = lastDay(year, month);
  if (day > last) return [];
  const weekday = weekdayOf(year, month, day);
  if (weekday === SATURDAY) return [day === 1 ? 3 : day - 1];
  if (weekday === SUNDAY) return [day === last ? day - 2 : day + 1];
  return [day];
}

function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function present(day: number | undefined): readonly number[] {
  return day === undefined ? [] : [day];
}
