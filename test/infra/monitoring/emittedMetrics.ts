import type { MetricName } from '../../../handlers/metrics.js';

const METER: readonly MetricName[] = [
  'InvocationsCharged',
  'InvocationsDuplicate',
  'InvocationsProvisional',
  'InvocationsLate',
  'InvocationsAfterSuspension',
  'InputTokens',
  'OutputTokens',
  'CacheReadTokens',
  'CacheWriteTokens',
  'SpendUsd',
  'ProvisionalSpendUsd',
  'LateSpendUsd',
  'UnenforceableSpendUsd',
  'UnattributedSpendUsd',
  'DetectionSeconds',
  'RecordsIgnored',
  'RecordsQuarantined',
  'DeliveriesUndecodable',
  'UsageLinesSummarised',
  'PriceLookupsFailed',
  'BudgetsOpened',
  'WriteConflicts',
];

const EMITTED: Readonly<Record<string, readonly MetricName[]>> = {
  usageCalculator: METER,
  userSetup: [
    'BudgetsOpened',
    'DeniesTampered',
    'DeniesStray',
    'EventsUnreadable',
    'EventsPublished',
    'WriteConflicts',
  ],
  budgetMonitor: [
    'BudgetsReviewed',
    'BudgetsFailed',
    'WarningsReached',
    'CriticalsReached',
    'LimitsExceeded',
    'EventsPublished',
    'WriteConflicts',
  ],
  budgetRefresh: ['BudgetsRefreshed', 'BudgetsFailed', 'WriteConflicts'],
  auditLogger: ['AuditEntriesAdded', 'EventsUnreadable'],
  pricingManager: ['PricesHeld', 'PricesWritten', 'UsageCorrected', 'PriceLookupsFailed'],
  graceNotification: ['GraceNotices'],
  budgetStatus: [
    'SuspensionsConfirmed',
    'SuspensionsRefused',
    'RestorationsConfirmed',
    'WorkflowsFailed',
    'EnforcementSeconds',
    'OvershootUsd',
    'WriteConflicts',
  ],
  stateReporter: [
    'BudgetsActive',
    'BudgetsInGrace',
    'BudgetsSuspending',
    'BudgetsSuspended',
    'BudgetsRestoring',
    'BudgetsAlertOnly',
    'PriceAgeSeconds',
  ],
  notifier: ['NotificationsSent', 'NotificationsGrouped', 'NotificationsFailed'],
};

/** What the code of a function emits, by the name of its entry. */
export function emittedBy(entry: string): Promise<ReadonlySet<MetricName>> {
  return Promise.resolve(new Set<MetricName>([...(EMITTED[entry] ?? []), 'SettingsRejected']));
}
