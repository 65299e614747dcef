import type { EventKind } from '../domain/report/reportEvent.js';

/**
 * What the page holds as JSON, short because ten thousand principals stand in it. Amounts are exact decimals as texts;
 * times are texts in the zone of the report.
 */
export interface PageData {
  readonly days: readonly string[];
  /** One a day. */
  readonly spent: readonly string[];
  readonly marks: readonly Mark[];
  /** What all limits of principals allow on a day, their periods spread evenly: for drawing alone. */
  readonly allowance: number;
  readonly sections: readonly PageSection[];
  readonly budgets: readonly PageBudget[];
  readonly events: readonly PageEvent[];
}

/** How often something happened on each day: `[index of the day, how often]`. */
export interface Mark {
  readonly kind: EventKind;
  readonly counts: readonly (readonly [number, number])[];
}

export interface PageSection {
  /** `Team`, `Model and region` */
  readonly title: string;
  /** Of the columns with values. */
  readonly heads: readonly string[];
  /** Whether rows are days, whose order is that of time. */
  readonly isByDay: boolean;
  readonly rows: readonly PageRow[];
  readonly series: readonly PageSeries[];
}

/** Calls, tokens in, tokens out, spent, provisional, late, and the index of the budget or -1; then the values. */
export type PageRow = readonly [number, number, number, string, string, string, number, ...string[]];

export interface PageSeries {
  readonly name: string;
  /** What its limit allows on a day; 0 where it has none. */
  readonly allowance: number;
  /** `[index of the day, spent]` */
  readonly amounts: readonly (readonly [number, string])[];
}

/** Account, principal id, spent, limit, state, resets at, reaches limit at or nothing, warn and critical percent, beyond the limit, not prevented. */
export type PageBudget = readonly [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  number,
  number,
  string,
  string,
];

/** At, account, principal id, kind, spent or nothing, limit or nothing. */
export type PageEvent = readonly [string, string, string, EventKind, string, string];
