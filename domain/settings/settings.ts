import { ENFORCEMENTS, type BudgetPolicy } from '../budget/budgetPolicy.js';
import { DEFAULT_PERSON_ROLES } from '../iam/person.js';
import { MAX_PERSON_POLICIES } from '../iam/personPolicy.js';
import type { Usd } from '../money.js';
import { nearestName } from '../nearestName.js';
import {
  NONE,
  readBoolean,
  readChoice,
  readInteger,
  readMetadataKeys,
  readPersonRoles,
  readPrincipals,
  readUsd,
  type IntegerBounds,
} from './settingValues.js';

/** One setting of a stack: a whole number within bounds, or an amount of USD above zero. */
export type SettingDefinition = {
  readonly description: string;
  /** As text, the way stack configuration and parameters hold it. */
  readonly default: string;
} & (
  | ({ readonly type: 'integer' } & IntegerBounds)
  | { readonly type: 'usd' }
  /** `true` or `false` */
  | { readonly type: 'boolean' }
  | { readonly type: 'choice'; readonly values: readonly string[] }
  /** ARNs of principals, comma-separated, `*` for any run of characters; or `none`. */
  | { readonly type: 'principals' }
  /** Patterns of role names, comma-separated; or `none`. */
  | { readonly type: 'roles' }
  /** Keys of request metadata, comma-separated; or `none`. */
  | { readonly type: 'metadata-keys' }
);

/** What a setting that can be switched off says instead of a number; a parameter cannot be empty. */
const OFF = 'off';

/** Every setting there is: the one place of names, defaults and bounds. Pulumi.yaml repeats them for `pulumi config`. */
export const SETTINGS = {
  enforcement: {
    type: 'choice',
    default: 'observe',
    values: ENFORCEMENTS,
    description: 'Whether budgets are enforced (enforce) or the stack only says whom it would suspend (observe)',
  },
  budgetLimitUsd: {
    type: 'usd',
    default: '1',
    description: 'Limit in USD of a budget that is opened without one, per period and principal',
  },
  warnPercent: {
    type: 'integer',
    default: '70',
    min: 1,
    max: 99,
    description: 'Percent of the limit at which the owner is warned',
  },
  criticalPercent: {
    type: 'integer',
    default: '90',
    min: 1,
    max: 99,
    description: 'Percent of the limit at which the owner is warned urgently',
  },
  exceededPercent: {
    type: 'integer',
    default: '100',
    min: 100,
    max: 1000,
    description: 'Percent of the limit at which grace starts; never below the limit itself',
  },
  hardStopPercent: {
    type: 'integer',
    default: OFF,
    min: 100,
    max: 10_000,
    otherwise: OFF,
    description: 'Percent of the limit at which access is cut without grace, or off',
  },
  gracePeriodSeconds: {
    type: 'integer',
    default: '300',
    min: 0,
    max: 604_800,
    description: 'Seconds between exceeding the limit and losing access',
  },
  refreshPeriodDays: {
    type: 'integer',
    default: '30',
    min: 1,
    max: 366,
    description: 'Days after which a budget starts afresh',
  },
  monitorIntervalMinutes: {
    type: 'integer',
    default: '5',
    min: 1,
    max: 60,
    description: 'Minutes between two looks of the monitor at the budgets with spend',
  },
  trustLimitTags: {
    type: 'boolean',
    default: 'false',
    description: 'Whether the tag BedrockBudgeteer:LimitUsd of a user or role sets the limit its budget opens with',
  },
  protectedPrincipals: {
    type: 'principals',
    default: NONE,
    description: 'ARNs of users and roles that are never suspended, comma-separated, * for any characters; or none',
  },
  personRoles: {
    type: 'roles',
    default: DEFAULT_PERSON_ROLES.join(','),
    description:
      'Names of roles whose session names an identity provider gives: each is a person; * for any characters; or none',
  },
  personPolicies: {
    type: 'integer',
    default: '0',
    min: 0,
    max: MAX_PERSON_POLICIES,
    description:
      'Policies by which single persons are suspended, for about 100 persons each; 0: persons are only alerted about',
  },
  usageMetadataKeys: {
    type: 'metadata-keys',
    default: NONE,
    description: 'Keys of request metadata that are kept with the usage, comma-separated, at most five; or none',
  },
  usageRetentionDays: {
    type: 'integer',
    default: '400',
    min: 7,
    max: 3650,
    description: 'Days for which the usage row of each invocation is kept; a call delivered later is set aside',
  },
  auditRetentionDays: {
    type: 'integer',
    default: '400',
    min: 1,
    max: 3650,
    description: 'Days for which audit entries are kept',
  },
} as const satisfies Readonly<Record<string, SettingDefinition>>;

export type SettingName = keyof typeof SETTINGS;

/** The settings of a stack, typed and within bounds. */
export interface Settings {
  readonly budgetLimitUsd: Usd;
  readonly refreshPeriodDays: number;
  readonly monitorIntervalMinutes: number;
  readonly trustLimitTags: boolean;
  readonly usageRetentionDays: number;
  readonly auditRetentionDays: number;
  readonly usageMetadataKeys: readonly string[];
  readonly policy: BudgetPolicy;
}

export type SettingsAnswer =
  | { readonly kind: 'settings'; readonly settings: Settings }
  /** One line a problem, each beginning with the setting's name. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** Reads settings from text; what is not given takes its default, what is not known or not possible is refused. */
export function readSettings(given: Readonly<Record<string, string>>): SettingsAnswer {
  const problems = Object.keys(given).filter(isUnknown).map(unknownProblem);
  const text = (name: SettingName): string => given[name] ?? SETTINGS[name].default;
  const integer = (name: IntegerSetting): number => readInteger(name, text(name), SETTINGS[name], problems);
  const settings: Settings = {
    budgetLimitUsd: readUsd('budgetLimitUsd', text('budgetLimitUsd'), problems),
    refreshPeriodDays: integer('refreshPeriodDays'),
    monitorIntervalMinutes: integer('monitorIntervalMinutes'),
    trustLimitTags: readBoolean('trustLimitTags', text('trustLimitTags'), problems),
    usageRetentionDays: integer('usageRetentionDays'),
    auditRetentionDays: integer('auditRetentionDays'),
    usageMetadataKeys: readMetadataKeys('usageMetadataKeys', text('usageMetadataKeys'), problems),
    policy: {
      rule: undefined, stackLimitUsd: readUsd('budgetLimitUsd', text('budgetLimitUsd'), problems), limitUsd: readUsd('budgetLimitUsd', text('budgetLimitUsd'), problems), isMember: false, carryOverMaxUsd: undefined, schedule: { period: { every: 'days', days: integer('refreshPeriodDays') }, timeZone: 'UTC' },
      enforcement: readChoice('enforcement', text('enforcement'), ENFORCEMENTS, problems),
      warnPercent: integer('warnPercent'),
      criticalPercent: integer('criticalPercent'),
      exceededPercent: integer('exceededPercent'),
      gracePeriodSeconds: integer('gracePeriodSeconds'),
      hardStopPercent: text('hardStopPercent') === OFF ? undefined : integer('hardStopPercent'),
      protectedPrincipals: readPrincipals('protectedPrincipals', text('protectedPrincipals'), problems),
      personRoles: readPersonRoles('personRoles', text('personRoles'), problems),
      personPolicies: integer('personPolicies'),
    },
  };
  problems.push(...contradictionsIn(settings));
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'settings', settings };
}

type IntegerSetting = {
  [Name in SettingName]: (typeof SETTINGS)[Name]['type'] extends 'integer' ? Name : never;
}[SettingName];

function isUnknown(name: string): boolean {
  return !Object.hasOwn(SETTINGS, name);
}

function unknownProblem(name: string): string {
  return `${name}: unknown setting; the nearest is ${nearestName(name, SETTING_NAMES)}`;
}

/** Comparisons with NaN are false: what could not be read contradicts nothing. */
function contradictionsIn({ policy, refreshPeriodDays, usageRetentionDays }: Settings): string[] {
  const { warnPercent, criticalPercent, exceededPercent, hardStopPercent } = policy;
  const problems: string[] = [];
  if (warnPercent >= criticalPercent) {
    problems.push(`warnPercent: ${warnPercent} is not below criticalPercent, ${criticalPercent}`);
  }
  if (hardStopPercent !== undefined && hardStopPercent < exceededPercent) {
    problems.push(`hardStopPercent: ${hardStopPercent} is below exceededPercent, ${exceededPercent}`);
  }
  if (usageRetentionDays <= refreshPeriodDays) {
    problems.push(`usageRetentionDays: ${usageRetentionDays} is not above refreshPeriodDays, ${refreshPeriodDays}`);
  }
  return problems;
}
