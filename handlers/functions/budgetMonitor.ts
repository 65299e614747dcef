import type { DynamoDBBatchItemFailure, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { isObject } from '../../domain/json.js';
import type { Settings } from '../../domain/settings/settings.js';
import { hasDueWork, reviewBudget, type ReviewPorts } from '../budgets/budgetReview.js';
import { deadlineOf } from '../runtime/deadline.js';
import { forEachDue } from '../budgets/dueBudgets.js';
import { failTogether } from '../runtime/errors.js';
import type { Handler, LambdaContext } from '../runtime/handler.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';
import { watchPersonPolicies, type PersonWatchPorts } from '../persons/personPolicyWatch.js';
import { withSettings } from '../settings/settingsCache.js';

export interface BudgetMonitorPorts extends ReviewPorts, PersonWatchPorts {
  readonly settings: () => Promise<Settings>;
  /** Reads a row as the table's stream shows it. Throws CorruptRowError. */
  readonly storedBudgetOf: (image: unknown) => StoredBudget;
}

/**
 * Looks at budgets: at changed rows from the table's stream within a second, and every few minutes at those that have
 * work due, which are found by an index and never by a scan, and at the policies that deny persons. Announces thresholds, starts and ends grace, starts stuck
 * workflows again, and publishes what waits in outboxes.
 */
export function createBudgetMonitor(
  ports: BudgetMonitorPorts,
): (event: unknown, context: LambdaContext) => Promise<DynamoDBBatchResponse | undefined> {
  return async (event, context) => {
    try {
      if (isStreamEvent(event)) return await reviewChanged(ports, event);
      await sweep(ports, context);
      return undefined;
    } finally {
      ports.telemetry.flush();
    }
  };
}

export function composeBudgetMonitor(
  environment: EnvironmentOf<'budgetMonitor'>,
  services: Pick<
    Services,
    'clock' | 'telemetry' | 'settings' | 'budgets' | 'bus' | 'storedBudgetOf' | 'personPolicyLists' | 'policyDocuments'
  >,
): Handler {
  const { storedBudgetOf } = services;
  return createBudgetMonitor({
    ...withSettings(environment, services),
    budgets: services.budgets(environment.required('USER_BUDGETS_TABLE')),
    bus: services.bus(environment.required('EVENT_BUS')),
    storedBudgetOf,
    lists: services.personPolicyLists(environment.required('PERSON_POLICIES_TABLE')),
    documents: services.policyDocuments(),
    personPolicyArns: environment.optionalList('PERSON_POLICY_ARNS'),
  });
}

/** Each changed budget once; those that fail are named, so that the stream brings them again. */
async function reviewChanged(
  ports: BudgetMonitorPorts,
  { Records }: DynamoDBStreamEvent,
): Promise<DynamoDBBatchResponse> {
  const { policy } = await ports.settings();
  const reviewed = new Set<string>();
  const batchItemFailures: DynamoDBBatchItemFailure[] = [];
  for (const { dynamodb } of Records) {
    const image = dynamodb?.NewImage;
    if (image === undefined) continue;
    const principalId = image['principal_id']?.S;
    if (principalId === undefined || reviewed.has(principalId)) continue;
    try {
      if (!hasDueWork(ports.storedBudgetOf(image), policy, ports.clock.now())) continue;
      reviewed.add(principalId);
      await reviewBudget(ports, principalId, policy);
      ports.telemetry.count('BudgetsReviewed', 1);
    } catch (error) {
      ports.telemetry.count('BudgetsFailed', 1);
      ports.telemetry.error('the review of a changed budget failed; it comes again', error, { principalId });
      batchItemFailures.push({ itemIdentifier: dynamodb?.SequenceNumber ?? '' });
    }
  }
  return { batchItemFailures };
}

async function sweep(ports: BudgetMonitorPorts, context: LambdaContext): Promise<void> {
  const { policy } = await ports.settings();
  const swept = await forEachDue(ports, 'review', deadlineOf(ports.clock, context), (principalId) =>
    reviewBudget(ports, principalId, policy),
  );
  ports.telemetry.count('BudgetsReviewed', swept.done);
  const failures = [...swept.failures, ...(await failureIn(watchPersonPolicies(ports)))];
  if (!swept.isComplete) ports.telemetry.warn('out of time; the next sweep goes on', { reviewed: swept.done });
  failTogether(failures, `${failures.length} reviews failed`);
}

/** A fault of one kind of review holds up no other. */
async function failureIn(work: Promise<void>): Promise<readonly unknown[]> {
  try {
    await work;
    return [];
  } catch (error) {
    return [error];
  }
}

function isStreamEvent(event: unknown): event is DynamoDBStreamEvent {
  return isObject(event) && Array.isArray(event['Records']);
}
