/** Every metric that a function emits; alarms and dashboards take names, units and dimensions from here. */
export const METRIC_NAMESPACE = 'BedrockBudgeteer';

/** The dimensions of every metric; none per principal, whose number has no bound. */
export const METRIC_DIMENSIONS = ['function'] as const;

/** A metric's unit as CloudWatch knows it. Amounts of USD have none there: their names end in `Usd`. */
type Unit = 'Count' | 'Seconds' | 'None';

interface MetricSpec {
  readonly unit: Unit;
  readonly description: string;
  /** Whether alarms, the dashboard or `budgeteer doctor` of an essential stack ask for it; CloudWatch bills each metric. */
  readonly isEssential?: true;
}

export const METRICS = {
  InvocationsCharged: { unit: 'Count', isEssential: true, description: 'Invocations charged to a budget' },
  InvocationsDuplicate: {
    unit: 'Count',
    isEssential: true,
    description: 'Deliveries of an invocation that was charged before',
  },
  InvocationsProvisional: { unit: 'Count', description: 'Invocations charged by a stand-in price' },
  InvocationsLate: { unit: 'Count', description: 'Invocations that arrived after their period had closed' },
  InvocationsAfterSuspension: {
    unit: 'Count',
    isEssential: true,
    description: 'Invocations that a Deny in force did not hold back',
  },
  InputTokens: { unit: 'Count', description: 'Input tokens charged, without those read from or written to a cache' },
  OutputTokens: { unit: 'Count', isEssential: true, description: 'Output tokens charged' },
  CacheReadTokens: { unit: 'Count', description: 'Tokens charged that were read from a cache' },
  CacheWriteTokens: { unit: 'Count', description: 'Tokens charged that were written to a cache' },
  SpendUsd: { unit: 'None', isEssential: true, description: 'Spend charged, at list price' },
  ProvisionalSpendUsd: { unit: 'None', isEssential: true, description: 'Of it at a stand-in price' },
  LateSpendUsd: { unit: 'None', description: 'Of it late, for a period that had closed' },
  UnenforceableSpendUsd: { unit: 'None', description: 'Of it by principals that IAM offers no way to suspend' },
  UnattributedSpendUsd: {
    unit: 'None',
    description: 'Of it by callers that the log does not name, or who are no principal of the account',
  },
  DetectionSeconds: {
    unit: 'Seconds',
    description: 'From a call to its charge, of the oldest call of each principal in each batch',
  },
  RecordsIgnored: { unit: 'Count', isEssential: true, description: 'Records of calls that AWS does not bill' },
  RecordsQuarantined: { unit: 'Count', description: 'Log events that could not be read or charged' },
  DeliveriesUndecodable: { unit: 'Count', description: 'Firehose records that are no subscription payload' },
  UsageLinesSummarised: { unit: 'Count', description: 'Usage lines that had to be summed up to fit the reply' },
  WriteConflicts: { unit: 'Count', description: 'Writes that were decided again because somebody else wrote first' },
  PriceLookupsFailed: {
    unit: 'Count',
    description: 'Price table or Price List reads that failed, for which the book stood in',
  },
  PricesHeld: { unit: 'Count', description: 'Prices of the Price List that were refused' },
  PriceGapsFound: {
    unit: 'Count',
    description: 'Regions, and services for a Region, that a refresh had no rates from',
  },
  PricesWritten: { unit: 'Count', description: 'Rows written to the Pricing table' },
  PriceAgeSeconds: {
    unit: 'Seconds',
    isEssential: true,
    description: 'Since the last refresh of all prices came to its end',
  },
  UsageCorrected: { unit: 'Count', description: 'Provisional invocations that were priced again' },
  BudgetsOpened: { unit: 'Count', description: 'Budgets opened' },
  BudgetsReviewed: { unit: 'Count', description: 'Budgets on which the monitor found work' },
  BudgetsRefreshed: { unit: 'Count', description: 'Budgets that began a new period or whose restoration began' },
  BudgetsFailed: { unit: 'Count', description: 'Budgets on which a function failed; they are tried again' },
  BudgetsActive: { unit: 'Count', description: 'Budgets that are active, by the hour' },
  BudgetsInGrace: { unit: 'Count', description: 'Budgets in grace, by the hour' },
  BudgetsSuspending: { unit: 'Count', description: 'Budgets whose suspension is under way, by the hour' },
  BudgetsSuspended: { unit: 'Count', description: 'Budgets whose principal is suspended, by the hour' },
  BudgetsRestoring: { unit: 'Count', description: 'Budgets whose restoration is under way, by the hour' },
  BudgetsAlertOnly: { unit: 'Count', description: 'Budgets of principals that cannot be suspended, by the hour' },
  WarningsReached: { unit: 'Count', description: 'Budgets that reached the warning threshold' },
  CriticalsReached: { unit: 'Count', description: 'Budgets that reached the critical threshold' },
  LimitsExceeded: { unit: 'Count', description: 'Budgets that exceeded their limit' },
  GraceNotices: { unit: 'Count', description: 'Notices that access will be cut, at the start and at the end of grace' },
  SuspensionsConfirmed: { unit: 'Count', description: 'Suspensions that IAM was seen to enforce' },
  EnforcementSeconds: {
    unit: 'Seconds',
    description: 'From the last start of a suspension to IAM being seen to enforce it',
  },
  OvershootUsd: { unit: 'None', description: 'Spend over the limit of a principal when it is suspended' },
  SuspensionsRefused: {
    unit: 'Count',
    description: 'Principals over their limit that cannot or must not be suspended',
  },
  RestorationsConfirmed: { unit: 'Count', description: 'Restorations that IAM was seen to have' },
  WorkflowsFailed: { unit: 'Count', description: 'Executions of the workflows that failed for good' },
  DeniesTampered: { unit: 'Count', description: 'Denies of suspended principals that were found missing' },
  DeniesStray: { unit: 'Count', description: 'Denies found on principals that are not suspended' },
  EventsPublished: { unit: 'Count', description: 'Events published to the bus' },
  NotificationsSent: { unit: 'Count', description: 'Messages that a topic or channel has taken' },
  NotificationsGrouped: { unit: 'Count', description: 'Events held back for the next digest' },
  NotificationsFailed: {
    unit: 'Count',
    isEssential: true,
    description: 'Messages that a topic or channel did not take; tried again',
  },
  SettingsRejected: { unit: 'Count', description: 'Overrides that were not applied because they are not possible' },
  EventsUnreadable: { unit: 'Count', description: 'Events, or policies that they name, that could not be read' },
  AuditEntriesAdded: { unit: 'Count', description: 'Audit entries written' },
} as const satisfies Readonly<Record<string, MetricSpec>>;

export type MetricName = keyof typeof METRICS;

/** Which alarms, dashboards and metrics a stack has: those that nobody may do without, or all. */
export const MONITORING_LEVELS = ['essential', 'full'] as const;

export type MonitoringLevel = (typeof MONITORING_LEVELS)[number];

export function isEmitted(metric: MetricName, level: MonitoringLevel): boolean {
  return level === 'full' || 'isEssential' in METRICS[metric];
}

/** Each value of these stands for itself, as a gauge or in a distribution; the values of all others are added up. */
export type RecordedMetric =
  | Extract<MetricName, `${string}Seconds`>
  | 'OvershootUsd'
  | 'BudgetsActive'
  | 'BudgetsInGrace'
  | 'BudgetsSuspending'
  | 'BudgetsSuspended'
  | 'BudgetsRestoring'
  | 'BudgetsAlertOnly';

export type SummedMetric = Exclude<MetricName, RecordedMetric>;
