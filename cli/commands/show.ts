import { displayAmount, displayDuration, displayMoney } from '../../domain/display.js';
import { formatInstant } from '../../domain/instant.js';
import { isMoreThan, usdToString, ZERO_USD } from '../../domain/money.js';
import { forecastOf } from '../../domain/report/forecast.js';
import { enforcementOf } from '../../domain/budget/terms.js';
import { isProtected } from '../../domain/iam/pattern.js';
import { teamId, teamNameOf } from '../../domain/settings/teams.js';
import { coloured } from '../budgets/budgetTable.js';
import { heldBy, stateOf, viewJson, viewOf, type BudgetView } from '../budgets/budgetView.js';
import { findBudget } from '../budgets/findBudget.js';
import { limitLines, untilText } from '../budgets/limitText.js';
import { spendOf, type Spend, type SpendOf } from '../budgets/spendOf.js';
import { amountCell } from '../output/tables.js';
import { fitTable } from '../output/fitTable.js';
import { colours, displayPrincipal } from '../output/display.js';
import type { TextOutput } from '../output/textOutput.js';
import { wrapped } from '../output/wrapped.js';
import { zonedTime } from '../output/zoned.js';
import type { Stack } from '../stack/stack.js';
import { zoneOf } from '../values/when.js';

export interface ShowOptions {
  readonly json?: true;
  readonly timeZone?: string;
}

/** One budget: its state, its limit and where that is from, models, days, forecast. Answers the exit code. Throws UserError. */
export async function runShow(stack: Stack, who: string, options: ShowOptions, output: TextOutput): Promise<number> {
  const { budget } = await findBudget(stack, who);
  const view = viewOf(budget, await stack.settings());
  const { period, principalId } = budget;
  const timeZone = options.timeZone === undefined ? budget.schedule.timeZone : zoneOf(options.timeZone);
  const isTeam = teamNameOf(principalId) !== undefined;
  const spend = isTeam ? undefined : await spendOf(stack, principalId, period.start, period.end, timeZone);
  if (options.json) output.line(JSON.stringify(showJson(stack, view, spend)));
  else for (const line of linesOf(stack, view, spend, await teamViews(stack, view), timeZone)) output.line(line);
  return 0;
}

async function teamViews(stack: Stack, { teams }: BudgetView): Promise<readonly BudgetView[]> {
  const settings = await stack.settings();
  const found = await stack.budgets.read(teams.map(teamId));
  return [...found.values()].map((team) => viewOf(team.budget, settings));
}

function showJson(stack: Stack, view: BudgetView, spend: SpendOf | undefined): object {
  const reachedAt = forecastOf(view.budget, stack.clock.now());
  const spends = (list: SpendOf['models']): object =>
    Object.fromEntries(
      list.map(([key, { calls, spentUsd, provisionalUsd }]) => [
        key,
        { calls, spentUsd: usdToString(spentUsd), provisionalUsd: usdToString(provisionalUsd) },
      ]),
    );
  return {
    ...viewJson(view, stack),
    ...(reachedAt === undefined ? {} : { limitReachedAt: formatInstant(reachedAt) }),
    ...(spend === undefined ? {} : { models: spends(spend.models), days: spends(spend.days) }),
  };
}

function linesOf(
  stack: Stack,
  view: BudgetView,
  spend: SpendOf | undefined,
  teams: readonly BudgetView[],
  timeZone: string,
): readonly string[] {
  const { budget, percent } = view;
  const { period } = budget;
  const [limit = '', ...parts] = limitLines(budget);
  return [
    wrapped(
      `${colours.strong(displayPrincipal(budget.principalId))}  ${coloured(stateOf(view))}${heldText(view, timeZone)}`,
      2,
    ),
    field('spent', `${displayAmount(budget.spentUsd)} of ${displayAmount(budget.limitUsd)}, ${percent} %`),
    field('limit', limit),
    ...parts.map((part) => field('', `+ ${part}`)),
    field('period', `since ${zonedTime(timeZone, period.start)}`),
    field('resets', zonedTime(timeZone, period.end)),
    field('forecast', forecastText(stack, view, timeZone)),
    field('policy', policyText(view, timeZone)),
    ...teams.map((team) =>
      field(
        'team',
        `${displayPrincipal(team.budget.principalId)} ${stateOf(team)}: ${displayAmount(team.budget.spentUsd)} of ${displayAmount(team.budget.limitUsd)}, ${team.percent} %`,
      ),
    ),
    ...(isMoreThan(budget.lateSpentUsd, ZERO_USD)
      ? [field('late', `${displayAmount(budget.lateSpentUsd)} of calls that came after their period had ended`)]
      : []),
    ...spendTables(spend),
  ];
}

function heldText({ budget }: BudgetView, timeZone: string): string {
  const holder = heldBy(budget);
  if (budget.status === 'grace') return ` until ${zonedTime(timeZone, budget.graceDeadline)}`;
  const since = budget.status === 'suspended' ? ` since ${zonedTime(timeZone, budget.suspendedAt)}` : '';
  return holder === undefined ? '' : `${since}, by ${holder}`;
}

function forecastText(stack: Stack, { budget }: BudgetView, timeZone: string): string {
  const reachedAt = forecastOf(budget, stack.clock.now());
  if (reachedAt !== undefined) return `the limit is reached on ${zonedTime(timeZone, reachedAt)} at this rate`;
  if (!isMoreThan(budget.limitUsd, budget.spentUsd)) return 'the limit is reached';
  return 'the limit is not reached before the reset at this rate';
}

function policyText({ budget, policy }: BudgetView, timeZone: string): string {
  const { exemption } = budget.overrides;
  if (exemption !== undefined) {
    return `exempt: ${exemption.reason} (${displayPrincipal(exemption.by)}${untilText(exemption.until, timeZone)})`;
  }
  const { warnPercent, criticalPercent, gracePeriodSeconds } = policy;
  const protection = isProtected(budget.principalId, policy) ? 'protected, never suspended; ' : '';
  const from = policy.rule === undefined ? 'the settings' : policy.rule.replace(/^(?!team )/, 'rule ');
  return `${protection}${enforcementOf(budget, policy)}, warns at ${warnPercent} and ${criticalPercent} %, grace ${displayDuration(gracePeriodSeconds)}; from ${from}`;
}

function spendTables(spend: SpendOf | undefined): readonly string[] {
  if (spend === undefined || spend.models.length === 0) return [];
  return ['', spendTable('model', spend.models), '', spendTable('time', spend.days)];
}

function spendTable(title: string, spends: readonly (readonly [string, Spend])[]): string {
  return fitTable(
    [title, 'calls', 'spent', 'provisional'],
    spends.map(([key, { calls, spentUsd, provisionalUsd }]) => [
      key,
      String(calls),
      displayMoney(spentUsd),
      amountCell(provisionalUsd),
    ]),
  );
}

function field(name: string, text: string): string {
  return wrapped(`  ${name.padEnd(9)} ${text}`, 12);
}
