import { ENFORCEMENTS, type BudgetPolicy } from '../budget/budgetPolicy.js';
import { longestDays } from '../calendar/schedule.js';
import { nearestName } from '../nearestName.js';
import { readRules, RULES, type BudgetRule } from './budgetRules.js';
import { isEntryName } from './entryTexts.js';
import { SETTING_NAMES, SETTINGS, type SettingName } from './definitions.js';
import {
  OFF,
  readBoolean,
  readChoice,
  readInteger,
  readMetadataKeys,
  readPersonRoles,
  readPrincipals,
  readUsd,
  thresholdProblems,
} from './settingValues.js';
import { readTeams, TEAMS, type Team } from './teams.js';

/** The settings of a stack, typed and within bounds. */
export interface Settings {
  readonly monitorIntervalMinutes: number;
  readonly trustLimitTags: boolean;
  readonly usageRetentionDays: number;
  readonly auditRetentionDays: number;
  readonly usageMetadataKeys: readonly string[];
  /** Of every budget that no rule matches. */
  readonly policy: BudgetPolicy;
  /** The first that matches a principal decides over its budget. */
  readonly rules: readonly BudgetRule[];
  readonly teams: readonly Team[];
}

export type SettingsAnswer =
  | { readonly kind: 'settings'; readonly settings: Settings }
  /** One line a problem, each beginning with the setting's name, `budgets/RULE` or `teams/TEAM`. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/**
 * Reads settings from text, rules and teams from JSON; what is not given takes its default, what is not known or not
 * possible is refused.
 */
export function readSettings(given: Readonly<Record<string, string>>): SettingsAnswer {
  const problems = Object.keys(given).filter(isUnknown).map(unknownProblem);
  const text = (name: SettingName): string => given[name] ?? SETTINGS[name].default;
  const integer = (name: IntegerSetting): number => readInteger(name, text(name), SETTINGS[name], problems);
  const limitUsd = readUsd('budgetLimitUsd', text('budgetLimitUsd'), problems);
  const days = integer('refreshPeriodDays');
  const usageRetentionDays = integer('usageRetentionDays');
  const policy: BudgetPolicy = {
    rule: undefined,
    limitUsd,
    stackLimitUsd: limitUsd,
    schedule: { period: { every: 'days', days }, timeZone: 'UTC' },
    carryOverMaxUsd: undefined,
    isMember: false,
    enforcement: readChoice('enforcement', text('enforcement'), ENFORCEMENTS, problems),
    warnPercent: integer('warnPercent'),
    criticalPercent: integer('criticalPercent'),
    exceededPercent: integer('exceededPercent'),
    gracePeriodSeconds: integer('gracePeriodSeconds'),
    hardStopPercent: text('hardStopPercent') === OFF ? undefined : integer('hardStopPercent'),
    protectedPrincipals: readPrincipals('protectedPrincipals', text('protectedPrincipals'), problems),
    personRoles: readPersonRoles('personRoles', text('personRoles'), problems),
    personPolicies: integer('personPolicies'),
  };
  problems.push(...thresholdProblems(policy), ...retentionProblems('refreshPeriodDays', days, usageRetentionDays));
  const rules = readRules(entriesBelow(RULES, given), policy, problems);
  const teams = readTeams(entriesBelow(TEAMS, given), policy, problems);
  for (const [name, { schedule }] of [...rules, ...teams].map(({ key, terms }) => [key, terms] as const)) {
    problems.push(...retentionProblems(`${name}: period`, longestDays(schedule), usageRetentionDays));
  }
  const settings: Settings = {
    monitorIntervalMinutes: integer('monitorIntervalMinutes'),
    trustLimitTags: readBoolean('trustLimitTags', text('trustLimitTags'), problems),
    usageRetentionDays,
    auditRetentionDays: integer('auditRetentionDays'),
    usageMetadataKeys: readMetadataKeys('usageMetadataKeys', text('usageMetadataKeys'), problems),
    policy,
    rules,
    teams,
  };
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'settings', settings };
}

type IntegerSetting = {
  [Name in SettingName]: (typeof SETTINGS)[Name]['type'] extends 'integer' ? Name : never;
}[SettingName];

function isUnknown(name: string): boolean {
  return !isEntryName(name) && !Object.hasOwn(SETTINGS, name);
}

function unknownProblem(name: string): string {
  return `${name}: unknown setting; the nearest is ${nearestName(name, SETTING_NAMES)}`;
}

function entriesBelow(path: string, given: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(given).flatMap(([name, text]) =>
    name.startsWith(path) ? [[name.slice(path.length), text] as const] : [],
  );
}

/** Comparisons with NaN are false: what could not be read contradicts nothing. */
function retentionProblems(name: string, days: number, usageRetentionDays: number): readonly string[] {
  if (!(usageRetentionDays <= days)) return [];
  return name === 'refreshPeriodDays'
    ? [`usageRetentionDays: ${usageRetentionDays} is not above refreshPeriodDays, ${days}`]
    : [`${name}: ${days} days are not below usageRetentionDays, ${usageRetentionDays}`];
}
