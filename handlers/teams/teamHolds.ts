import type { Budget } from '../../domain/budget/budget.js';
import { isMoreThan, ZERO_USD } from '../../domain/money.js';
import { teamsOf } from '../../domain/settings/policyOf.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { TeamBudgets } from './teamPeriods.js';
import { teamId } from '../../domain/settings/teams.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import { readRows, type RowPorts } from './readRows.js';

/** The budgets of the teams in which a budget's calls were counted. */
export async function readTeams(ports: RowPorts, members: readonly StoredBudget[]): Promise<TeamBudgets> {
  const names = members.flatMap(({ budget }) => budget.teamSpend.map(({ team }) => team));
  return readRows(ports, [...new Set(names)].map(teamId));
}

/** The teams that hold a member: over their limits, in a period in which it has spent. */
export function holdsOn(budget: Budget, teams: TeamBudgets, settings: Settings): readonly string[] {
  return teamsOf(settings, budget).flatMap(({ name }) => {
    const team = teams.get(teamId(name))?.budget;
    const spend = budget.teamSpend.find((one) => one.team === name);
    const isOver = team?.status === 'suspended' && spend?.period.start === team.period.start;
    return isOver && isMoreThan(spend.spentUsd, ZERO_USD) ? [name] : [];
  });
}
