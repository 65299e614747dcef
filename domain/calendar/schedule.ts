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
  readonly start: number;
  readonly end: number;
}

export function periodText(rule: PeriodRule): string {
  return rule.every === 'days' ? `${rule.days} days` : rule.every;
}
export function parsePeriod(text: string): PeriodRule | undefined {
  const [, days] = /^(\d+) days$/.exec(text) ?? [];
  return days === undefined ? undefined : { every: 'days', days: Number(days) };
}
export function isSameSchedule(left: Schedule, right: Schedule): boolean {
  return left.timeZone === right.timeZone && periodText(left.period) === periodText(right.period);
}
