import type { AuditEntry } from '../audit/auditEntry.js';
import { addUsd, excessUsd, ZERO_USD, type Usd } from '../money.js';
import { teamNameOf } from '../settings/teams.js';
import type { BudgetLine } from './budgetLine.js';
import { createDayFinder } from './days.js';
import { reportEventOf, usdAt, type EventKind, type ReportEvent } from './reportEvent.js';

/** So many events are listed; all are counted. */
export const MAX_EVENTS = 1000;

/** Our events of a span, each account's in order of time: what a report marks, and what went beyond limits. */
export class EventHistory {
  readonly #dayOf: ReturnType<typeof createDayFinder>;
  readonly #byDay = new Map<string, Partial<Record<EventKind, number>>>();
  #events: ReportEvent[] = [];
  #count = 0;
  /** The limit that a principal was last seen over, in a period that goes on. */
  readonly #overLimit = new Map<string, Usd>();
  #overshootUsd = ZERO_USD;
  #notPreventedUsd = ZERO_USD;

  constructor(timeZone: string) {
    this.#dayOf = createDayFinder(timeZone);
  }

  /** Entries of others than the stack change nothing. */
  add(account: string, entry: AuditEntry): void {
    if (entry.eventSource !== 'bedrock-budgeteer') return;
    this.#mark(reportEventOf(account, entry));
    // A team's spend is its members' once more.
    if (teamNameOf(entry.userIdentity) === undefined) this.#compare(account, entry);
  }

  /** Of one day; none for a day without. */
  on(day: string): Readonly<Partial<Record<EventKind, number>>> {
    return this.#byDay.get(day) ?? {};
  }

  /** The latest, newest first. */
  get events(): readonly ReportEvent[] {
    return newest(this.#events);
  }

  get leftOut(): number {
    return this.#count - this.events.length;
  }

  /** In periods that ended in the span, and in those that the budgets are in. */
  overshootUsd(budgets: readonly BudgetLine[]): Usd {
    return total(this.#overshootUsd, ofPrincipals(budgets), ({ overshootUsd }) => overshootUsd);
  }

  notPreventedUsd(budgets: readonly BudgetLine[]): Usd {
    return total(this.#notPreventedUsd, ofPrincipals(budgets), ({ notPreventedUsd }) => notPreventedUsd);
  }

  #mark(event: ReportEvent | undefined): void {
    if (event === undefined) return;
    const day = this.#dayOf(event.at).text;
    const counts = this.#byDay.get(day) ?? {};
    counts[event.kind] = (counts[event.kind] ?? 0) + 1;
    this.#byDay.set(day, counts);
    this.#count += 1;
    this.#events.push(event);
    if (this.#events.length >= 2 * MAX_EVENTS) this.#events = [...newest(this.#events)];
  }

  #compare(account: string, { eventType, userIdentity, details }: AuditEntry): void {
    const name = `${account} ${userIdentity}`;
    if (eventType === 'PeriodStarted') {
      const limitUsd = this.#overLimit.get(name);
      const spentUsd = usdAt(details, 'previousSpentUsd') ?? ZERO_USD;
      this.#overLimit.delete(name);
      if (limitUsd !== undefined) this.#overshootUsd = addUsd(this.#overshootUsd, excessUsd(spentUsd, limitUsd));
      this.#notPreventedUsd = addUsd(this.#notPreventedUsd, usdAt(details, 'notPreventedUsd') ?? ZERO_USD);
      return;
    }
    const [spentUsd, limitUsd] = [usdAt(details, 'spentUsd'), usdAt(details, 'limitUsd')];
    if (spentUsd === undefined || limitUsd === undefined) return;
    if (spentUsd.greaterThan(limitUsd)) this.#overLimit.set(name, limitUsd);
    else this.#overLimit.delete(name);
  }
}

function ofPrincipals(budgets: readonly BudgetLine[]): readonly BudgetLine[] {
  return budgets.filter(({ principalId }) => teamNameOf(principalId) === undefined);
}

function total(startUsd: Usd, lines: readonly BudgetLine[], amountOf: (line: BudgetLine) => Usd): Usd {
  return lines.reduce((sum, line) => addUsd(sum, amountOf(line)), startUsd);
}

function newest(events: readonly ReportEvent[]): readonly ReportEvent[] {
  return [...events].sort((left, right) => right.at - left.at).slice(0, MAX_EVENTS);
}
