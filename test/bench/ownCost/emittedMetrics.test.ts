import { expect } from 'chai';
import { METRICS, type MetricName } from '../../../handlers/contracts/metrics.js';
import { FUNCTION_NAMES, type FunctionName } from '../../../handlers/contracts/functions.js';
import { emittedBy } from '../../../bench/ownCost/emittedMetrics.js';

/** What each function emits that no other one does, or that is easily taken for another's. */
const EMITS: Readonly<Partial<Record<FunctionName, readonly MetricName[]>>> = {
  usageCalculator: ['SpendUsd', 'LateSpendUsd', 'UnattributedSpendUsd', 'InputTokens', 'DetectionSeconds'],
  budgetMonitor: ['WarningsReached', 'CriticalsReached', 'LimitsExceeded'],
  budgetStatus: [
    'SuspensionsConfirmed',
    'EnforcementSeconds',
    'OvershootUsd',
    'RestorationsConfirmed',
    'WorkflowsFailed',
  ],
  stateReporter: ['BudgetsActive', 'BudgetsInGrace', 'BudgetsSuspended', 'BudgetsAlertOnly', 'PriceAgeSeconds'],
  auditLogger: ['AuditEntriesAdded'],
  graceNotification: ['GraceNotices'],
  notifier: ['NotificationsSent', 'NotificationsGrouped', 'NotificationsFailed'],
};

describe('the metrics', () => {
  it('are all emitted by some function', async () => {
    const emitted = new Set<MetricName>();
    for (const entry of FUNCTION_NAMES) for (const name of await emittedBy(entry)) emitted.add(name);
    const missing = (Object.keys(METRICS) as MetricName[]).filter((name) => !emitted.has(name));
    expect(missing).to.deep.equal([]);
  });

  it('are each emitted by the functions that have to do with them, and by no others', async () => {
    for (const [owner, names] of Object.entries(EMITS)) {
      for (const entry of FUNCTION_NAMES) {
        const emitted = await emittedBy(entry);
        const found = names.filter((name) => emitted.has(name));
        expect(found, `${entry}: what ${owner} emits`).to.deep.equal(entry === owner ? names : []);
      }
    }
  });

  it('of the audit-logger are its own and those of settings', async () => {
    const emitted = await emittedBy('auditLogger');
    expect([...emitted].sort()).to.deep.equal(['AuditEntriesAdded', 'EventsUnreadable', 'SettingsRejected']);
  });
});
