import type { Instant } from '../instant.js';
import type { Usd } from '../money.js';
import type { BudgetLine } from './budgetLine.js';
import type { Group } from './grouping.js';
import type { ReportEvent, EventKind } from './reportEvent.js';
import type { ReportKey } from './reportKey.js';
import type { Sums } from './sums.js';

/** What was spent in a span of time, by whom and on what, and what budgets did about it. */
export interface Report {
  /** Names of stacks, or of what was read. */
  readonly title: string;
  /** From here until before `until`. */
  readonly since: Instant;
  readonly until: Instant;
  readonly writtenAt: Instant;
  /** Of the days, and of the times shown. */
  readonly timeZone: string;
  readonly total: Sums;
  /** Every day of the span. */
  readonly days: readonly ReportDay[];
  readonly sections: readonly Section[];
  /** As they stand when the report is written; none where log files were read. */
  readonly budgets: readonly BudgetLine[];
  /** The latest, newest first. */
  readonly events: readonly ReportEvent[];
  /** Events of the span that are not among `events`. */
  readonly eventsLeftOut: number;
  /** Spent beyond limits in the span, of principals; undefined where no budgets were read. */
  readonly overshootUsd: Usd | undefined;
  /** What enforced limits would have prevented, where a stack only observed. */
  readonly notPreventedUsd: Usd | undefined;
  /** What the figures assume and leave out, a sentence each. */
  readonly notes: readonly string[];
}

export interface ReportDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly spentUsd: Usd;
  readonly events: Readonly<Partial<Record<EventKind, number>>>;
}

/** The groups of some keys, the dearest first, days in order. */
export interface Section {
  readonly keys: readonly ReportKey[];
  readonly groups: readonly Group[];
  /** The largest groups by day; of one key that is not the day. */
  readonly series: readonly Series[];
}

export interface Series {
  readonly name: string;
  /** By `YYYY-MM-DD`; days without spend are left out. */
  readonly spentUsd: ReadonlyMap<string, Usd>;
}

/** The section of some keys. Throws RangeError for keys that the report was not built by. */
export function sectionBy({ sections }: Report, keys: readonly ReportKey[]): Section {
  const section = sections.find((one) => one.keys.join() === keys.join());
  if (section === undefined) throw new RangeError(`no section by ${keys.join()}`);
  return section;
}
