import { isObject } from '../json.js';
import { nearestName } from '../nearestName.js';
import {
  parseFiscalStart,
  WEEKDAYS,
  type FiscalStart,
  type PeriodRule,
  type Schedule,
  type Weekday,
} from './schedule.js';
import { timeZoneProblem } from './timeZone.js';

/** What a rule says of its calendar. */
export interface GivenSchedule {
  /** `daily`, `weekly`, `monthly`, `quarterly`, `yearly` or `{days: N}` */
  readonly period?: unknown;
  /** IANA name */
  readonly timeZone?: unknown;
  /** Of a week, by default `monday`. */
  readonly weekStart?: unknown;
  /** `MM-DD`, of quarters and years, by default `01-01`. */
  readonly fiscalStart?: unknown;
}

const MAX_DAYS = 366;

const WORDS = ['daily', 'weekly', 'monthly', 'quarterly', 'yearly'] as const;

const JANUARY: FiscalStart = { month: 1, day: 1 };

/** Reads a calendar; what is not given is as in `otherwise`. Problems begin with the field's name. */
export function readSchedule(given: GivenSchedule, otherwise: Schedule, problems: string[]): Schedule {
  const period = given.period === undefined ? otherwise.period : readPeriod(given, problems);
  problems.push(...misplaced(given, period ?? otherwise.period));
  return { period: period ?? otherwise.period, timeZone: readTimeZone(given.timeZone, otherwise.timeZone, problems) };
}

function readTimeZone(given: unknown, otherwise: string, problems: string[]): string {
  if (given === undefined) return otherwise;
  if (typeof given !== 'string') {
    problems.push(`timeZone: ${JSON.stringify(given)} is not a time zone, such as Europe/Berlin`);
    return otherwise;
  }
  const problem = timeZoneProblem(given);
  if (problem !== undefined) problems.push(`timeZone: ${JSON.stringify(given)} ${problem}`);
  return problem === undefined ? given : otherwise;
}

function readPeriod({ period, weekStart, fiscalStart }: GivenSchedule, problems: string[]): PeriodRule | undefined {
  if (isObject(period)) return readDays(period, problems);
  const word = WORDS.find((one) => one === period);
  switch (word) {
    case 'daily':
      return { every: 'day' };
    case 'weekly':
      return { every: 'week', weekStart: readWeekday(weekStart, problems) };
    case 'monthly':
      return { every: 'month' };
    case 'quarterly':
      return { every: 'quarter', fiscalStart: readFiscalStart(fiscalStart, problems) };
    case 'yearly':
      return { every: 'year', fiscalStart: readFiscalStart(fiscalStart, problems) };
    case undefined: {
      const nearest = typeof period === 'string' ? `; the nearest is ${nearestName(period, WORDS)}` : '';
      problems.push(`period: ${JSON.stringify(period)} is not ${WORDS.join(', ')} or {days: N}${nearest}`);
      return undefined;
    }
  }
}

function readDays(period: Readonly<Record<string, unknown>>, problems: string[]): PeriodRule | undefined {
  const { days, ...others } = period;
  const count = typeof days === 'number' || typeof days === 'string' ? String(days) : '';
  const isCount = /^[1-9]\d{0,2}$/.test(count) && Number(count) <= MAX_DAYS;
  if (isCount && Object.keys(others).length === 0) return { every: 'days', days: Number(count) };
  problems.push(`period: ${JSON.stringify(period)} is not {days: N}, N from 1 to ${MAX_DAYS}`);
  return undefined;
}

function readWeekday(given: unknown, problems: string[]): Weekday {
  const [first] = WEEKDAYS;
  if (given === undefined) return first;
  const day = WEEKDAYS.find((one) => one === given);
  if (day === undefined) problems.push(`weekStart: ${JSON.stringify(given)} is not ${WEEKDAYS.join(', ')}`);
  return day ?? first;
}

function readFiscalStart(given: unknown, problems: string[]): FiscalStart {
  if (given === undefined) return JANUARY;
  const start = typeof given === 'string' ? parseFiscalStart(given) : undefined;
  if (start !== undefined) return start;
  problems.push(`fiscalStart: ${JSON.stringify(given)} is not MM-DD with a day from 01 to 28, such as 04-01`);
  return JANUARY;
}

/** A start that no period of the kind has would be ignored. */
function misplaced({ weekStart, fiscalStart }: GivenSchedule, { every }: PeriodRule): readonly string[] {
  return [
    ...(weekStart === undefined || every === 'week' ? [] : ['weekStart: only a weekly period has one']),
    ...(fiscalStart === undefined || every === 'quarter' || every === 'year'
      ? []
      : ['fiscalStart: only a quarterly or yearly period has one']),
  ];
}
