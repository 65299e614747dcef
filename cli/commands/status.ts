import { displayAmount } from '../../domain/display.js';
import { formatInstant, type Instant } from '../../domain/instant.js';
import { addUsd, usdToString, ZERO_USD, type Usd } from '../../domain/money.js';
import { stateOf, viewJson, viewsOf, type BudgetView } from '../budgets/budgetView.js';
import { budgetTable } from '../budgets/budgetTable.js';
import { lastRecords } from '../budgets/lastRecords.js';
import { complain } from '../output/complaint.js';
import { colours } from '../output/display.js';
import type { TextOutput } from '../output/textOutput.js';
import { wrapped } from '../output/wrapped.js';
import { zonedMinute } from '../output/zoned.js';
import type { Stack } from '../stack/stack.js';
import { zoneOf } from '../values/when.js';

export interface StatusOptions {
  readonly json?: true;
  readonly timeZone?: string;
}

/** From here on a budget is worth a look. */
const NEAR_PERCENT = 70;
const MAX_SHOWN = 15;

/** Totals, who is near or over the limit or suspended, and whether metering is alive. Answers the exit code. */
export async function runStatus(stacks: readonly Stack[], options: StatusOptions, output: TextOutput): Promise<number> {
  const timeZone = zoneOf(options.timeZone);
  for (const stack of stacks) {
    const problems: string[] = [];
    const views = await viewsOf(stack, (problem) => problems.push(problem));
    const last = await lastRecords(stack, views);
    if (options.json) output.line(JSON.stringify(statusJson(stack, views, last, problems)));
    else for (const line of linesOf(stack, views, last, timeZone)) output.line(line);
    if (!options.json) complain(problems);
  }
  return 0;
}

type Last = ReadonlyMap<string, Instant | undefined>;

function statusJson(stack: Stack, views: readonly BudgetView[], last: Last, unreadable: readonly string[]): object {
  return {
    stack: stack.name,
    account: stack.accountId,
    at: formatInstant(stack.clock.now()),
    spentUsd: usdToString(spentBy(principalsIn(views))),
    budgets: countsOf(principalsIn(views)),
    teams: countsOf(views.filter(({ budget }) => budget.accountType === 'team')),
    attention: notable(views).map((view) => viewJson(view, stack)),
    lastRecords: Object.fromEntries(
      [...last].map(([region, at]) => [region, at === undefined ? null : formatInstant(at)]),
    ),
    unreadable,
    readUnits: stack.readUnits(),
  };
}

function linesOf(stack: Stack, views: readonly BudgetView[], last: Last, timeZone: string): readonly string[] {
  const principals = principalsIn(views);
  const now = stack.clock.now();
  const found = notable(views);
  const hidden = found.length - MAX_SHOWN;
  return [
    `${colours.strong(stack.name)}  account ${stack.accountId}  ${zonedMinute(timeZone, now)} ${timeZone}`,
    `${displayAmount(spentBy(principals))} spent in the current periods of ${principals.length} principals`,
    Object.entries(countsOf(principals))
      .map(([state, count]) => `${count} ${state}`)
      .join(', '),
    '',
    ...(found.length === 0
      ? [`Nobody is at ${NEAR_PERCENT} % of a limit or beyond.`]
      : [budgetTable(found.slice(0, MAX_SHOWN), timeZone)]),
    ...(hidden > 0 ? [` … and ${hidden} more: budgeteer budgets list --near ${NEAR_PERCENT}`] : []),
    '',
    ...[...last].map(([region, at]) => wrapped(`last metered call in ${region}: ${agoText(at, now, timeZone)}`, 2)),
    '',
  ];
}

/** Whoever has no access, or may lose it soon: the fullest budget first. */
function notable(views: readonly BudgetView[]): readonly BudgetView[] {
  const isNotable = (view: BudgetView): boolean =>
    view.budget.status !== 'closed' && (view.percent >= NEAR_PERCENT || !isQuiet(view.budget.status));
  return views.filter(isNotable).sort((one, other) => other.percent - one.percent);
}

function isQuiet(status: BudgetView['budget']['status']): boolean {
  return status === 'active' || status === 'alert_only';
}

function principalsIn(views: readonly BudgetView[]): readonly BudgetView[] {
  return views.filter(({ budget }) => budget.accountType !== 'team');
}

function spentBy(views: readonly BudgetView[]): Usd {
  return views.reduce((sum, { budget }) => addUsd(sum, budget.spentUsd), ZERO_USD);
}

function countsOf(views: readonly BudgetView[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const view of views) counts[stateOf(view)] = (counts[stateOf(view)] ?? 0) + 1;
  return counts;
}

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
] as const;

function agoText(at: Instant | undefined, now: Instant, timeZone: string): string {
  if (at === undefined) return colours.notice('none among the last calls of those who were charged last');
  const [size, unit] = UNITS.find(([length]) => now - at >= length) ?? [1000, 's'];
  return `${zonedMinute(timeZone, at)}, ${Math.max(0, Math.floor((now - at) / size))} ${unit} ago`;
}
