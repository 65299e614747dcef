import { formatInstant } from '../../domain/instant.js';
import { usdToString } from '../../domain/money.js';
import { nearestName } from '../../domain/nearestName.js';
import { teamId } from '../../domain/settings/teams.js';
import { budgetTable } from '../budgets/budgetTable.js';
import { STATES, stateOf, viewJson, viewsOf, type BudgetView } from '../budgets/budgetView.js';
import { complain } from '../output/complaint.js';
import { csvLine } from '../output/csv.js';
import type { TextOutput } from '../output/textOutput.js';
import type { Stack } from '../stack/stack.js';
import { UserError } from '../userError.js';
import { zoneOf } from '../values/when.js';

export interface BudgetsListOptions {
  readonly near?: string;
  readonly team?: string;
  readonly state?: string;
  readonly timeZone?: string;
  readonly json?: true;
  readonly csv?: true;
}

/** Lists budgets, the fullest first. Answers the exit code. Throws UserError. */
export async function runBudgetsList(
  stacks: readonly Stack[],
  options: BudgetsListOptions,
  output: TextOutput,
): Promise<number> {
  const timeZone = zoneOf(options.timeZone);
  assertState(options.state);
  const near = options.near === undefined ? undefined : percentOf(options.near);
  const found: { readonly stack: Stack; readonly view: BudgetView }[] = [];
  const problems: string[] = [];
  for (const stack of stacks) {
    await assertTeam(stack, options.team);
    const views = await viewsOf(stack, (problem) => problems.push(problem));
    found.push(...views.filter((view) => isWanted(view, near, options)).map((view) => ({ stack, view })));
  }
  found.sort((one, other) => other.view.percent - one.view.percent);
  if (options.json) for (const { stack, view } of found) output.line(JSON.stringify(viewJson(view, stack)));
  else if (options.csv) for (const line of csvOf(found)) output.line(line);
  else if (found.length === 0) output.line('no budget is like that');
  else
    output.line(
      budgetTable(
        found.map(({ view }) => view),
        timeZone,
      ),
    );
  complain(problems);
  return problems.length > 0 ? 1 : 0;
}

function isWanted(view: BudgetView, near: number | undefined, { team, state }: BudgetsListOptions): boolean {
  const { budget, teams, percent } = view;
  if (near !== undefined && (percent < near || budget.status === 'closed')) return false;
  if (team !== undefined && !teams.includes(team) && budget.principalId !== teamId(team)) return false;
  return state === undefined || stateOf(view) === state || budget.status === state;
}

function assertState(state: string | undefined): void {
  if (state === undefined || STATES.includes(state)) return;
  throw new UserError(`--state: there is no state ${state}; the nearest is ${nearestName(state, STATES)}`);
}

async function assertTeam(stack: Stack, team: string | undefined): Promise<void> {
  if (team === undefined) return;
  const { teams } = await stack.settings();
  if (teams.some(({ name }) => name === team)) return;
  const names = teams.map(({ name }) => name).join(', ');
  throw new UserError(`--team: stack ${stack.name} has no team ${team}; it has ${names || 'none'}`);
}

function csvOf(found: readonly { readonly stack: Stack; readonly view: BudgetView }[]): readonly string[] {
  const head = ['account', 'principal', 'state', 'spent_usd', 'limit_usd', 'percent', 'limit_from', 'teams'];
  return [
    csvLine([...head, 'period_start', 'resets_at']),
    ...found.map(({ stack, view }) => {
      const { budget, percent, teams } = view;
      const amounts = [usdToString(budget.spentUsd), usdToString(budget.limitUsd), String(percent)];
      const times = [formatInstant(budget.period.start), formatInstant(budget.period.end)];
      const names = [budget.limitFrom ?? 'settings', teams.join(' ')];
      return csvLine([stack.accountId, budget.principalId, stateOf(view), ...amounts, ...names, ...times]);
    }),
  ];
}

function percentOf(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new UserError(`--near: ${JSON.stringify(text)} is not a whole number of percent, such as 80`);
}
