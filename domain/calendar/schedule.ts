import type { Instant } from '../instant.js';

/** Days of the week as people write them; a week may begin with any. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** The day on which a fiscal year begins; up to the 28th, so that every month has it. */
export interface FiscalStart {
  /** 1 to 12 */
  readonly month: number;
  /** 1 to 28 */
  readonly day: number;
}

/** How long a budget's money has to last. */
export type PeriodRule =
  /** Whole days from the day of the first call. */
  | { readonly every: 'days'; readonly days: number }
  | { readonly every: 'day' }
  | { readonly every: 'week'; readonly weekStart: Weekday }
  | { readonly every: 'month' }
  | { readonly every: 'quarter' | 'year'; readonly fiscalStart: FiscalStart };

/** The calendar of a budget: its periods begin at midnight in a zone. */
export interface Schedule {
  readonly period: PeriodRule;
  /** IANA name, such as `Europe/Berlin` or `UTC`. */
  readonly timeZone: string;
}

/** From `start` up to, not including, `end`. */
export interface Period {
  readonly start: Instant;
  readonly end: Instant;
}

/** As rows have it: `30 days`, `daily`, `weekly from monday`, `monthly`, `quarterly from 01-01`, `yearly from 04-06`. */
export function periodText(rule: PeriodRule): string {
  switch (rule.every) {
    case 'days':
      return `${rule.days} days`;
    case 'day':
      return 'daily';
    case 'week':
      return `weekly from ${rule.weekStart}`;
    case 'month':
      return 'monthly';
    case 'quarter':
      return `quarterly from ${fiscalText(rule.fiscalStart)}`;
    case 'year':
      return `yearly from ${fiscalText(rule.fiscalStart)}`;
  }
}

/** What `periodText` wrote; undefined for all else. */
export function parsePeriod(text: string): PeriodRule | undefined {
  const [, days] = /^([1-9]\d{0,3}) days$/.exec(text) ?? [];
  if (days !== undefined) return { every: 'days', days: Number(days) };
  if (text === 'daily') return { every: 'day' };
  if (text === 'monthly') return { every: 'month' };
  const [, every = '', from = ''] = /^(weekly|quarterly|yearly) from ([a-z]+|\d\d-\d\d)$/.exec(text) ?? [];
  const weekStart = WEEKDAYS.find((day) => day === from);
  if (every === 'weekly') return weekStart === undefined ? undefined : { every: 'week', weekStart };
  const fiscalStart = parseFiscalStart(from);
  if (every === '' || fiscalStart === undefined) return undefined;
  return { every: every === 'yearly' ? 'year' : 'quarter', fiscalStart };
}

/** `MM-DD`, a day that every year has and every month. */
export function parseFiscalStart(text: string): FiscalStart | undefined {
  const [, month = '', day = ''] = /^(\d\d)-(\d\d)$/.exec(text) ?? [];
  const start = { month: Number(month), day: Number(day) };
  const isPossible = start.month >= 1 && start.month <= 12 && start.day >= 1 && start.day <= 28;
  return isPossible ? start : undefined;
}

function fiscalText({ month, day }: FiscalStart): string {
  return [month, day].map((part) => String(part).padStart(2, '0')).join('-');
}

/** The days of the longest period that a schedule has. */
export function longestDays({ period }: Schedule): number {
  switch (period.every) {
    case 'days':
      return period.days;
    case 'day':
      return 1;
    case 'week':
      return WEEKDAYS.length;
    case 'month':
      return 31;
    case 'quarter':
      return 92;
    case 'year':
      return 366;
  }
}

export function isSameSchedule(left: Schedule, right: Schedule): boolean {
  return left.timeZone === right.timeZone && periodText(left.period) === periodText(right.period);
}
