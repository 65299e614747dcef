import { formatInZone } from '../domain/calendar/zonedTime.js';
import { DAY_MS, type Instant } from '../domain/instant.js';
import { chartUsd, usdToString, type Usd } from '../domain/money.js';
import { PERSON_PREFIX } from '../domain/iam/person.js';
import { teamId, teamNameOf } from '../domain/settings/teams.js';
import type { BudgetLine } from '../domain/report/budgetLine.js';
import type { Group } from '../domain/report/grouping.js';
import type { Report, ReportDay, Section, Series } from '../domain/report/report.js';
import type { EventKind, ReportEvent } from '../domain/report/reportEvent.js';
import { metadataKeyOf, type ReportKey } from '../domain/report/reportKey.js';
import type { Mark, PageBudget, PageData, PageEvent, PageRow, PageSection } from './pageData.js';

/** The report as its page holds it. */
export function pageDataOf(report: Report): PageData {
  const dayIndex = new Map(report.days.map(({ day }, index) => [day, index]));
  const budgetIndex = budgetsByName(report.budgets);
  return {
    days: report.days.map(({ day }) => day),
    spent: report.days.map(({ spentUsd }) => usdToString(spentUsd)),
    marks: marksOf(report.days),
    allowance: report.budgets
      .filter(({ principalId }) => teamNameOf(principalId) === undefined)
      .reduce((sum, line) => sum + allowanceOf(line), 0),
    sections: report.sections.map((section) => pageSection(section, { dayIndex, budgetIndex, report })),
    budgets: report.budgets.map((line) => pageBudget(line, report.timeZone)),
    events: report.events.map((event) => pageEvent(event, report.timeZone)),
  };
}

/** `2026-11-04 09:05`, in the zone. */
export function localTime(timeZone: string, instant: Instant): string {
  return formatInZone(timeZone, instant).slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' ');
}

function marksOf(days: readonly ReportDay[]): readonly Mark[] {
  const marks = new Map<EventKind, [number, number][]>();
  for (const [index, { events }] of days.entries()) {
    for (const [kind, count] of Object.entries(events) as [EventKind, number][]) {
      const counts = marks.get(kind) ?? [];
      counts.push([index, count]);
      marks.set(kind, counts);
    }
  }
  return [...marks].map(([kind, counts]) => ({ kind, counts }));
}

interface Indices {
  readonly report: Report;
  readonly dayIndex: ReadonlyMap<string, number>;
  readonly budgetIndex: ReadonlyMap<string, number>;
}

function pageSection({ keys, groups, series }: Section, { report, dayIndex, budgetIndex }: Indices): PageSection {
  const heads = keys.map(headOf);
  const budgetOf = (name: string): BudgetLine | undefined => report.budgets[indexOfBudget(keys, name, budgetIndex)];
  return {
    title: heads.join(' and '),
    heads,
    isByDay: keys[0] === 'day',
    rows: groups.map((group) => pageRow(keys, group, budgetIndex)),
    series: series.map(({ name, spentUsd }) => ({
      name,
      allowance: allowanceOf(budgetOf(name)),
      amounts: amountsOf(spentUsd, dayIndex),
    })),
  };
}

/** In order of days, whatever order they came in. */
function amountsOf(
  spentUsd: Series['spentUsd'],
  dayIndex: Indices['dayIndex'],
): readonly (readonly [number, string])[] {
  const found = [...spentUsd].flatMap(([day, amount]): (readonly [number, string])[] => {
    const index = dayIndex.get(day);
    return index === undefined ? [] : [[index, usdToString(amount)]];
  });
  return found.sort(([left], [right]) => left - right);
}

function pageRow(keys: readonly ReportKey[], { values, sums }: Group, budgets: ReadonlyMap<string, number>): PageRow {
  const { calls, tokensIn, tokensOut, spentUsd, provisionalUsd, lateUsd } = sums;
  const budget = indexOfBudget(keys, values[0] ?? '', budgets);
  const amounts = [usdToString(spentUsd), usdToString(provisionalUsd), usdToString(lateUsd)] as const;
  return [calls, tokensIn, tokensOut, ...amounts, budget, ...values];
}

/** Its index, or -1. */
function indexOfBudget(keys: readonly ReportKey[], value: string, budgets: ReadonlyMap<string, number>): number {
  const name = keys.length === 1 ? budgetNameOf(keys[0], value) : undefined;
  return (name === undefined ? undefined : budgets.get(name)) ?? -1;
}

function allowanceOf(line: BudgetLine | undefined): number {
  if (line === undefined) return 0;
  return (chartUsd(line.limitUsd) * DAY_MS) / (line.period.end - line.period.start);
}

/** Of those that have one budget in all accounts. */
function budgetsByName(budgets: readonly BudgetLine[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [index, { principalId }] of budgets.entries()) {
    if (found.has(principalId)) repeated.add(principalId);
    found.set(principalId, index);
  }
  for (const name of repeated) found.delete(name);
  return found;
}

function budgetNameOf(key: ReportKey | undefined, value: string): string | undefined {
  if (key === 'principal') return value;
  if (key === 'person') return `${PERSON_PREFIX}${value}`;
  return key === 'team' ? teamId(value) : undefined;
}

function pageBudget(line: BudgetLine, timeZone: string): PageBudget {
  const { account, principalId, spentUsd, limitUsd, period, reachesLimitAt, warnPercent, criticalPercent } = line;
  return [
    account,
    principalId,
    usdToString(spentUsd),
    usdToString(limitUsd),
    line.wouldBeSuspended ? 'would be suspended' : line.status.replace('_', ' '),
    localTime(timeZone, period.end),
    reachesLimitAt === undefined ? '' : localTime(timeZone, reachesLimitAt),
    warnPercent,
    criticalPercent,
    usdToString(line.overshootUsd),
    usdToString(line.notPreventedUsd),
  ];
}

function pageEvent({ at, account, principalId, kind, spentUsd, limitUsd }: ReportEvent, timeZone: string): PageEvent {
  return [localTime(timeZone, at), account, principalId, kind, optional(spentUsd), optional(limitUsd)];
}

function optional(amount: Usd | undefined): string {
  return amount === undefined ? '' : usdToString(amount);
}

function headOf(key: ReportKey): string {
  return metadataKeyOf(key) ?? `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}
