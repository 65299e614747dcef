import type { Budget } from '../../domain/budget/budget.js';
import { isSuspension } from '../../domain/budget/budget.js';
import { thresholdStateOf, type BudgetPolicy } from '../../domain/budget/budgetPolicy.js';
import { enforcementOf } from '../../domain/budget/terms.js';
import { formatInZone } from '../../domain/calendar/zonedTime.js';
import { formatInstant } from '../../domain/instant.js';
import { usdToString } from '../../domain/money.js';
import { policyOf, teamsOf } from '../../domain/settings/policyOf.js';
import type { Settings } from '../../domain/settings/settings.js';
import { teamId } from '../../domain/settings/teams.js';
import type { StoredBudget } from '../../handlers/ports/budgetStore.js';
import type { Stack } from '../stack/stack.js';

/** A budget and what the configuration makes of it. */
export interface BudgetView {
  readonly budget: Budget;
  readonly policy: BudgetPolicy;
  /** Names of the teams that it is in. */
  readonly teams: readonly string[];
  /** Of the limit, rounded down. */
  readonly percent: number;
}

/** One that a row holds. */
export interface StoredView extends BudgetView {
  readonly stored: StoredBudget;
}

export function viewOf(budget: Budget, settings: Settings): BudgetView {
  const percent = budget.spentUsd.times(100).dividedBy(budget.limitUsd).floor().toNumber();
  const teams = teamsOf(settings, budget).map(({ name }) => name);
  return { budget, policy: policyOf(settings, budget), teams, percent };
}

/** All budgets of a stack. `problem` is told of each row that cannot be read. */
export async function viewsOf(stack: Stack, problem: (text: string) => void): Promise<readonly StoredView[]> {
  const settings = await stack.settings();
  const views: StoredView[] = [];
  for await (const { rows, unreadable } of stack.budgets.all()) {
    for (const row of unreadable) problem(`${row.principalId} cannot be read: ${row.problem}`);
    views.push(...rows.map((stored) => ({ stored, ...viewOf(stored.budget, settings) })));
  }
  return views;
}

/** What `stateOf` answers, and each status. */
export const STATES: readonly string[] = [
  ...['active', 'warning', 'critical', 'exceeded', 'grace', 'suspending', 'suspended', 'restoring'],
  ...['alert_only', 'closed', 'exempt', 'would be suspended'],
];

/** The state in the words of the tables: what observing and exemptions make of it too. */
export function stateOf({ budget, policy }: BudgetView): string {
  if (budget.observation?.announcedAtUsd !== undefined) return 'would be suspended';
  if (budget.status !== 'active') return budget.status;
  if (enforcementOf(budget, policy) === 'exempt') return 'exempt';
  // Announced may be more than this: before the limit was raised.
  const state = thresholdStateOf(budget.spentUsd, budget.limitUsd, policy);
  return state === 'normal' ? 'active' : state;
}

/** Over whose limit access is cut: `team/NAME`, `its own limit`, or by `hand`. */
export function heldBy(budget: Budget): string | undefined {
  if (!isSuspension(budget)) return undefined;
  if (budget.isManual) return 'hand';
  return budget.team === undefined ? 'its own limit' : teamId(budget.team);
}

/** As `--json` prints it; instants in UTC, `resetsAt` in the budget's zone too, amounts as exact decimals. */
export function viewJson(view: BudgetView, stack: Stack): Readonly<Record<string, unknown>> {
  const { budget, policy, teams, percent } = view;
  const { overrides, period, schedule } = budget;
  return {
    stack: stack.name,
    account: stack.accountId,
    principalId: budget.principalId,
    accountType: budget.accountType,
    status: budget.status,
    state: stateOf(view),
    ...present('heldBy', heldBy(budget)),
    enforcement: enforcementOf(budget, policy),
    spentUsd: usdToString(budget.spentUsd),
    limitUsd: usdToString(budget.limitUsd),
    percent,
    baseLimitUsd: usdToString(budget.baseLimitUsd),
    limitFrom: budget.limitFrom ?? 'settings',
    extraUsd: usdToString(budget.extraUsd),
    lateSpentUsd: usdToString(budget.lateSpentUsd),
    threshold: budget.thresholdState,
    ...present('rule', policy.rule),
    teams,
    periodStart: formatInstant(period.start),
    refreshesAt: formatInstant(period.end),
    resetsAt: formatInZone(schedule.timeZone, period.end),
    ...(budget.status === 'grace' ? { graceDeadline: formatInstant(budget.graceDeadline) } : {}),
    ...(budget.status === 'suspended' ? { suspendedAt: formatInstant(budget.suspendedAt) } : {}),
    overrides: {
      ...present('limit', overrides.limit && decisionJson(overrides.limit)),
      topUps: overrides.topUps.map((topUp) => ({ ...decisionJson(topUp), amountUsd: usdToString(topUp.amountUsd) })),
      ...present('exemption', overrides.exemption && decisionJson(overrides.exemption)),
    },
  };
}

function decisionJson({ by, reason, at, until }: Decided): Readonly<Record<string, string>> {
  return { by, reason, at: formatInstant(at), ...(until === undefined ? {} : { until: formatInstant(until) }) };
}

interface Decided {
  readonly by: string;
  readonly reason: string;
  readonly at: number;
  readonly until: number | undefined;
}

function present(key: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined ? {} : { [key]: value };
}
