/** Every metric that a function emits; alarms and dashboards take names, units and dimensions from here. */
export const METRIC_NAMESPACE = 'BedrockBudgeteer';

/** The dimensions of every metric; none per principal, whose number has no bound. */
export const METRIC_DIMENSIONS = ['function'] as const;

export const METRICS = {
  InvocationsCharged: { unit: 'Count', description: 'Invocations charged to a budget' },
  InvocationsDuplicate: { unit: 'Count', description: 'Deliveries of an invocation that was charged before' },
  InvocationsProvisional: { unit: 'Count', description: 'Invocations charged by a stand-in price' },
  InvocationsLate: { unit: 'Count', description: 'Invocations that arrived after their period had closed' },
  RecordsIgnored: { unit: 'Count', description: 'Records of calls that AWS does not bill' },
  RecordsQuarantined: { unit: 'Count', description: 'Log events that could not be read or charged' },
  DeliveriesUndecodable: { unit: 'Count', description: 'Firehose records that are no subscription payload' },
  UsageLinesSummarised: { unit: 'Count', description: 'Usage lines that had to be summed up to fit the reply' },
  WriteConflicts: { unit: 'Count', description: 'Writes that were decided again because somebody else wrote first' },
  PriceLookupsFailed: {
    unit: 'Count',
    description: 'Price table or Price List reads that failed, for which the book stood in',
  },
  PricesHeld: { unit: 'Count', description: 'Rates of a refresh that the guard held back' },
  PricesWritten: { unit: 'Count', description: 'Rows written to the Pricing table' },
  UsageCorrected: { unit: 'Count', description: 'Provisional invocations that were priced again' },
  BudgetsOpened: { unit: 'Count', description: 'Budgets opened' },
  BudgetsReviewed: { unit: 'Count', description: 'Budgets on which the monitor found work' },
  BudgetsRefreshed: { unit: 'Count', description: 'Budgets that began a new period or whose restoration began' },
  BudgetsFailed: { unit: 'Count', description: 'Budgets on which a function failed; they are tried again' },
  GraceNotices: { unit: 'Count', description: 'Notices that access will be cut, at the start and at the end of grace' },
  SuspensionsConfirmed: { unit: 'Count', description: 'Suspensions that IAM was seen to enforce' },
  SuspensionsRefused: {
    unit: 'Count',
    description: 'Principals over their limit that cannot or must not be suspended',
  },
  RestorationsConfirmed: { unit: 'Count', description: 'Restorations that IAM was seen to have' },
  WorkflowsFailed: { unit: 'Count', description: 'Executions of the workflows that failed for good' },
  DeniesTampered: { unit: 'Count', description: 'Denies of suspended principals that were found missing' },
  DeniesStray: { unit: 'Count', description: 'Denies found on principals that are not suspended' },
  InvocationsAfterSuspension: { unit: 'Count', description: 'Invocations that a Deny in force did not hold back' },
  EventsPublished: { unit: 'Count', description: 'Events published to the bus' },
  SettingsRejected: { unit: 'Count', description: 'Overrides that were not applied because they are not possible' },
  EventsUnreadable: { unit: 'Count', description: 'Events, or policies that they name, that could not be read' },
  AuditEntriesAdded: { unit: 'Count', description: 'Audit entries written' },
} as const satisfies Readonly<Record<string, { readonly unit: 'Count'; readonly description: string }>>;

export type MetricName = keyof typeof METRICS;
