import { isEntryName } from '../../../domain/settings/entryTexts.js';
import { SETTING_NAMES } from '../../../domain/settings/definitions.js';
import { matchesPrincipal } from '../../../domain/settings/principalPatterns.js';
import { teamId, type Team } from '../../../domain/settings/teams.js';
import { isMoreThan, ZERO_USD } from '../../../domain/money.js';
import { settleOverrides } from '../../../handlers/settings/overrides.js';
import { tableName } from '../../../infra/names.js';
import type { Check } from '../check.js';
import { ok, problem, warning } from '../finding.js';
import { many, up } from './words.js';

export const OVERRIDES: Check = {
  name: 'overrides',
  asks: 'Do all overrides of settings take effect?',
  means: 'An override that is not possible is left out, and the deployed value holds.',
  fix: '`budgeteer config unset NAME`, or a value that is possible; the runbook [settings-rejected](runbooks/settings-rejected.md).',
  actions: ['ssm:GetParametersByPath'],
  run: async ({ stack }) => {
    const { deployed, overrides } = await stack.storedSettings();
    const settled = settleOverrides(knownOf(deployed), overrides);
    if (settled.kind === 'invalid') {
      return settled.problems.map((text) => problem(`deployed: ${text}`, up(stack.name)));
    }
    const count = Object.keys(overrides).length;
    if (settled.rejected.length === 0) return [ok(`${many(count, 'override')}, all in effect`)];
    return settled.rejected.map(({ name, problem: reason }) => {
      const text = reason.startsWith(`${name}: `) ? reason : `${name}: ${reason}`;
      return warning(`the override of ${text}`, `budgeteer config unset ${name} --stack ${stack.name}`);
    });
  },
};

/** Settings of another version are left out, as the functions do. */
function knownOf(deployed: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const known: readonly string[] = SETTING_NAMES;
  return Object.fromEntries(Object.entries(deployed).filter(([name]) => isEntryName(name) || known.includes(name)));
}

export const UNMATCHED: Check = {
  name: 'unmatched',
  asks: 'Does each rule match somebody who has a budget, and does each team have a member?',
  means: 'A pattern that matches nobody is often misspelt: those whom it means have another limit.',
  fix: 'Correct `match` or `members` in the stack’s settings, and `pulumi up`.',
  actions: ['ssm:GetParametersByPath', 'dynamodb:Scan'],
  run: async ({ stack, settings, budgets }) => {
    const { rules, teams } = await settings();
    const all = (await budgets()).rows.map(({ budget }) => budget);
    const matches = (patterns: readonly string[]): boolean =>
      all.some((budget) => patterns.some((pattern) => matchesPrincipal(pattern, budget)));
    const hasSpent = ({ name }: Team): boolean =>
      all.some(({ principalId, spentUsd }) => principalId === teamId(name) && isMoreThan(spentUsd, ZERO_USD));
    const entries = [
      ...rules.map((rule, index) => ({
        ...rule,
        index,
        list: 'budgets',
        field: 'match',
        isMatched: matches(rule.patterns),
      })),
      ...teams.map((team, index) => {
        return { ...team, index, list: 'teams', field: 'members', isMatched: matches(team.patterns) || hasSpent(team) };
      }),
    ];
    const idle = entries.filter(({ isMatched }) => !isMatched);
    if (idle.length === 0)
      return [ok(`${many(rules.length, 'rule')} and ${many(teams.length, 'team')}, each matches somebody`)];
    return idle.map(({ key, patterns, list, index, field }) =>
      warning(
        `${key}: nobody with a budget matches ${patterns.join(', ')}`,
        `pulumi config set --stack ${stack.name} --path '${list}[${index}].${field}[0]' PATTERN`,
        up(stack.name),
      ),
    );
  },
};

export const ROWS: Check = {
  name: 'budget-rows',
  asks: 'Can all rows of the table UserBudgets be read?',
  means: 'A row that somebody has edited beyond reading is left alone: its principal is neither charged nor suspended.',
  fix: 'Look at the row, and correct the attribute.',
  actions: ['dynamodb:Scan'],
  run: async ({ stack, identity, budgets }) => {
    const { rows, unreadable } = await budgets();
    if (unreadable.length === 0) return [ok(`${many(rows.length, 'budget')}, all readable`)];
    return unreadable.map(({ principalId, problem: reason }) => {
      const key = JSON.stringify({ principal_id: { S: principalId } });
      const table = `--region ${stack.homeRegion} --table-name ${tableName(identity, 'UserBudgets')}`;
      return problem(`${principalId}: ${reason}`, `aws dynamodb get-item ${table} --key '${key}'`);
    });
  },
};
