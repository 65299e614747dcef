import type { FunctionSpec } from './functionSpec.js';
import { NOTIFIER } from './notifierFunction.js';
import { ENFORCEMENT_VARIABLES, type Variable } from './variables.js';

export type { FunctionSpec } from './functionSpec.js';

const ALL = ['SETTINGS_PATH', 'HOME_REGION', 'MONITORING'] as const satisfies readonly Variable[];

/** Budgets, and the lists of suspended persons. */
const PERSON_TABLES = ['USER_BUDGETS_TABLE', 'PERSON_POLICIES_TABLE'] as const satisfies readonly Variable[];

/** Below the state machines' own limit for a task. */
const TASK_SECONDS = 45;

/**
 * Every Lambda function. By its name here, `handlers/functions/NAME.ts` is its code and `handlers/entry/NAME.ts` what is
 * bundled. The stack, the bundles, the local world and the docs read this table.
 */
const TABLE = {
  usageCalculator: {
    name: 'usage-calculator',
    description: 'Prices each Bedrock call and charges it to the budget of its caller',
    timeoutSeconds: 300,
    memoryMb: 1024,
    grants: [
      'readSettings',
      'readBudgets',
      'readUsage',
      'chargeUsage',
      'chargeBudgets',
      'readPrices',
      'writePrices',
      'setAside',
      'readFailedBatches',
      'writeReplayedLines',
      'readPriceList',
      'resolveInferenceProfiles',
    ],
    variables: [
      ...ALL,
      'USER_BUDGETS_TABLE',
      'USAGE_TRACKING_TABLE',
      'PRICING_TABLE',
      'QUARANTINE_QUEUE_URL',
      'REPLAYED_PREFIX',
      'INGESTION_PATH',
    ],
    hasPriceBook: true,
  },
  userSetup: {
    name: 'user-setup',
    description: 'Opens and closes budgets as IAM changes, and watches the Deny of suspended principals',
    timeoutSeconds: 60,
    memoryMb: 512,
    grants: [
      'readSettings',
      'readBudgets',
      'saveBudgets',
      'findBudgetsByName',
      'readPrices',
      'readPrincipals',
      'readPolicies',
      'readAccess',
      'publishEvents',
      'readPersonPolicies',
    ],
    variables: [...ALL, ...PERSON_TABLES, 'PRICING_TABLE', 'EVENT_BUS', ...ENFORCEMENT_VARIABLES],
  },
  budgetMonitor: {
    name: 'budget-monitor',
    description:
      'Counts the spend of teams, announces thresholds, starts and ends grace, publishes the events of budgets',
    timeoutSeconds: 120,
    memoryMb: 512,
    grants: [
      'readSettings',
      'readBudgets',
      'saveBudgets',
      'findDueBudgets',
      'readTeamCounts',
      'findMembers',
      'countTeams',
      'saveTeams',
      'publishEvents',
      'readPersonPolicies',
      'readPersonDocuments',
    ],
    variables: [...ALL, ...PERSON_TABLES, 'TEAM_SPENDING_TABLE', 'EVENT_BUS', 'PERSON_POLICY_ARNS'],
  },
  budgetRefresh: {
    name: 'budget-refresh',
    description: 'Begins new periods and the restoration of those whose suspension they end',
    timeoutSeconds: 300,
    memoryMb: 512,
    grants: ['readSettings', 'readBudgets', 'saveBudgets', 'findDueBudgets', 'publishEvents'],
    variables: [...ALL, 'USER_BUDGETS_TABLE', 'EVENT_BUS'],
    reservedConcurrency: 1,
  },
  auditLogger: {
    name: 'audit-logger',
    description: 'Writes one audit entry an event',
    timeoutSeconds: 30,
    memoryMb: 256,
    grants: ['readSettings', 'addAuditEntries'],
    variables: [...ALL, 'AUDIT_LOGS_TABLE'],
  },
  pricingManager: {
    name: 'pricing-manager',
    description: 'Keeps the Pricing table up to date and prices provisional usage again',
    timeoutSeconds: 900,
    memoryMb: 1024,
    grants: [
      'readSettings',
      'readBudgets',
      'chargeUsage',
      'chargeBudgets',
      'findProvisionalUsage',
      'readPrices',
      'writePrices',
      'publishEvents',
      'readPriceList',
      'resolveInferenceProfiles',
    ],
    variables: [...ALL, 'USER_BUDGETS_TABLE', 'USAGE_TRACKING_TABLE', 'PRICING_TABLE', 'EVENT_BUS', 'REGIONS'],
    reservedConcurrency: 1,
    hasPriceBook: true,
  },
  stateReporter: {
    name: 'state-reporter',
    description: 'Reports how the budgets stand and how old the prices are',
    timeoutSeconds: 300,
    memoryMb: 256,
    grants: ['countBudgets', 'readPrices'],
    variables: ['HOME_REGION', 'MONITORING', 'USER_BUDGETS_TABLE', 'PRICING_TABLE'],
  },
  reportWriter: {
    name: 'report-writer',
    description: 'Writes the page of the month to the log bucket',
    timeoutSeconds: 900,
    memoryMb: 2048,
    grants: ['readSettings', 'readAllBudgets', 'readUsageOfSpan', 'readAuditDays', 'writeReports'],
    variables: [
      ...ALL,
      'USER_BUDGETS_TABLE',
      'USAGE_TRACKING_TABLE',
      'AUDIT_LOGS_TABLE',
      'STACK_NAME',
      'ACCOUNT_ID',
      'REPORT_BUCKET',
      'REPORT_REGION',
    ],
    reservedConcurrency: 1,
    onlyIf: 'writesReport',
  },
  graceNotification: {
    name: 'grace-notification',
    description: 'Tells the owner at the start and at the end of grace',
    timeoutSeconds: TASK_SECONDS,
    memoryMb: 256,
    grants: ['readBudgets', 'publishEvents'],
    variables: ['HOME_REGION', 'MONITORING', 'USER_BUDGETS_TABLE', 'EVENT_BUS'],
  },
  budgetStatus: {
    name: 'budget-status',
    description: 'Writes how a suspension or restoration stands, for the workflows and for operators',
    timeoutSeconds: TASK_SECONDS,
    memoryMb: 256,
    grants: ['readSettings', 'readBudgets', 'saveBudgets'],
    variables: [...ALL, 'USER_BUDGETS_TABLE'],
  },
  policyBackup: {
    name: 'policy-backup',
    description: 'Keeps what a principal has before it is suspended',
    timeoutSeconds: TASK_SECONDS,
    memoryMb: 256,
    grants: ['readSettings', 'readBudgets', 'saveBudgets', 'readAccess', 'readPersonPolicies'],
    variables: [...ALL, ...PERSON_TABLES, ...ENFORCEMENT_VARIABLES],
  },
  iamUtilities: {
    name: 'iam-utilities',
    description: 'Takes access away, gives it back and verifies both; the only function that changes principals in IAM',
    timeoutSeconds: TASK_SECONDS,
    memoryMb: 256,
    grants: ['readSettings', 'readBudgets', 'readAccess', 'changeAccess'],
    variables: [...ALL, 'USER_BUDGETS_TABLE', ...ENFORCEMENT_VARIABLES],
  },
  personAccess: {
    name: 'person-access',
    description: 'Writes the policies that deny single persons; the only function that may',
    timeoutSeconds: TASK_SECONDS,
    memoryMb: 256,
    grants: ['readBudgets', 'readPersonPolicies', 'writePersonPolicies', 'readPersonDocuments', 'writePersonDocuments'],
    variables: ['HOME_REGION', 'MONITORING', 'USER_BUDGETS_TABLE', 'PERSON_POLICIES_TABLE', 'PERSON_POLICY_ARNS'],
  },
  restorationValidation: {
    name: 'restoration-validation',
    description: 'Takes a restoration on, or says that there is none',
    timeoutSeconds: TASK_SECONDS,
    memoryMb: 256,
    grants: ['readSettings', 'readBudgets', 'saveBudgets'],
    variables: [...ALL, 'USER_BUDGETS_TABLE'],
  },
  notifier: NOTIFIER,
} as const satisfies Readonly<Record<string, FunctionSpec>>;

export type FunctionName = keyof typeof TABLE;

export const FUNCTIONS: Readonly<Record<FunctionName, FunctionSpec>> = TABLE;

export const FUNCTION_NAMES = Object.keys(TABLE) as readonly FunctionName[];

/** What a function may read of its environment. */
export type VariableOf<Name extends FunctionName> = (typeof TABLE)[Name]['variables'][number];
