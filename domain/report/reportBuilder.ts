import type { AuditEntry } from '../audit/auditEntry.js';
import { isPersonId, personName } from '../iam/person.js';
import type { Instant } from '../instant.js';
import { ZERO_USD } from '../money.js';
import type { BudgetLine } from './budgetLine.js';
import { createDayFinder, daysBetween } from './days.js';
import { EventHistory } from './eventHistory.js';
import { Grouping } from './grouping.js';
import type { Report, ReportDay, Section } from './report.js';
import { valuesOf, type ReportCall } from './reportCall.js';
import type { ReportKey } from './reportKey.js';
import { RunningSums } from './sums.js';
import { SeriesByDay } from './seriesByDay.js';

/** What a report is about: from an instant until before another. */
export interface ReportSpan {
  readonly since: Instant;
  readonly until: Instant;
}

/** What is known only at the end. */
export interface ReportEnd {
  readonly title: string;
  readonly writtenAt: Instant;
  readonly hasBudgets: boolean;
  readonly notes: readonly string[];
}

/** Builds a report of calls as they come. Memory is by groups, and by the days of open ones, not by calls. */
export class ReportBuilder {
  readonly #timeZone: string;
  readonly #groupings: readonly Grouping[];
  readonly #series: ReadonlyMap<ReportKey, SeriesByDay>;
  readonly #days = new Map<string, RunningSums>();
  readonly #total = new RunningSums();
  readonly #history: EventHistory;
  readonly #budgets: BudgetLine[] = [];
  #span: ReportSpan | undefined;
  readonly #dayOf: ReturnType<typeof createDayFinder>;

  /** A section for each list of keys; of one that is drawn, also the largest groups by day. */
  constructor(timeZone: string, sections: readonly (readonly ReportKey[])[], isDrawn = true) {
    this.#timeZone = timeZone;
    this.#dayOf = createDayFinder(timeZone);
    this.#history = new EventHistory(timeZone);
    this.#groupings = sections.map((keys) => new Grouping(keys, timeZone));
    const drawn = isDrawn ? sections.flatMap(drawnKey) : [];
    this.#series = new Map(drawn.map((key) => [key, new SeriesByDay()]));
  }

  addCall(call: ReportCall): void {
    const { timestamp } = call;
    const day = this.#dayOf(timestamp).text;
    const { since, until } = this.#span ?? { since: timestamp, until: timestamp + 1 };
    if (this.#span === undefined || timestamp < since || timestamp >= until) {
      this.#span = { since: Math.min(since, timestamp), until: Math.max(until, timestamp + 1) };
    }
    this.#total.add(call);
    let sums = this.#days.get(day);
    if (sums === undefined) this.#days.set(day, (sums = new RunningSums()));
    sums.add(call);
    for (const grouping of this.#groupings) grouping.add(call);
    for (const [key, series] of this.#series) {
      for (const value of valuesOf(key, call, day)) series.add(value, day, call.spentUsd);
    }
  }

  /** No more calls of a principal will come. */
  settle(principalId: string): void {
    this.#series.get('principal')?.settle(principalId);
    if (isPersonId(principalId)) this.#series.get('person')?.settle(personName(principalId));
  }

  addBudget(line: BudgetLine): void {
    this.#budgets.push(line);
  }

  /** Each account's in order of time. */
  addEntry(account: string, entry: AuditEntry): void {
    this.#history.add(account, entry);
  }

  /** That of the calls so far; undefined without any. */
  get span(): ReportSpan | undefined {
    return this.#span;
  }

  build({ since, until }: ReportSpan, end: ReportEnd): Report {
    const { title, writtenAt, hasBudgets, notes } = end;
    return {
      title,
      since,
      until,
      writtenAt,
      timeZone: this.#timeZone,
      total: this.#total,
      days: daysBetween(this.#timeZone, since, until).map((day) => this.#reportDay(day)),
      sections: this.#groupings.map((grouping) => this.#section(grouping)),
      budgets: this.#budgets,
      events: this.#history.events,
      eventsLeftOut: this.#history.leftOut,
      overshootUsd: hasBudgets ? this.#history.overshootUsd(this.#budgets) : undefined,
      notPreventedUsd: hasBudgets ? this.#history.notPreventedUsd(this.#budgets) : undefined,
      notes,
    };
  }

  #reportDay(day: string): ReportDay {
    return { day, spentUsd: this.#days.get(day)?.spentUsd ?? ZERO_USD, events: this.#history.on(day) };
  }

  #section({ keys, groups }: Grouping): Section {
    const [key] = keys;
    const series = keys.length === 1 && key !== undefined ? this.#series.get(key) : undefined;
    return { keys, groups, series: series?.largest ?? [] };
  }
}

function drawnKey([key, ...others]: readonly ReportKey[]): readonly ReportKey[] {
  return key === undefined || key === 'day' || others.length > 0 ? [] : [key];
}
