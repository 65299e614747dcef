import { ENFORCEMENTS } from '../budget/budgetPolicy.js';
import { DEFAULT_PERSON_ROLES } from '../iam/person.js';
import { MAX_PERSON_POLICIES } from '../iam/personPolicy.js';
import { NONE, OFF, type IntegerBounds } from './settingValues.js';

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
    default: '95',
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

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];
