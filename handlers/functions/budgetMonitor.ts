import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { isObject } from '../../domain/json.js';
import type { Settings } from '../../domain/settings/settings.js';
import { teamId, teamNameOf } from '../../domain/settings/teams.js';
import { readBudget } from '../budgets/budgetChanges.js';
import { hasDueWork, reviewBudget, type HoldsOf } from '../budgets/budgetReview.js';
import { deadlineOf } from '../runtime/deadline.js';
import { forEachDue } from '../budgets/dueBudgets.js';
import { failTogether } from '../runtime/errors.js';
import type { Handler, LambdaContext } from '../runtime/handler.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';
import { watchPersonPolicies, type PersonWatchPorts } from '../persons/personPolicyWatch.js';
import { hasTurned, reviewMembers, type MemberReviewPorts } from '../teams/memberReview.js';
import { countTeams, keepDue } from '../teams/teamCounting.js';
import { readRows } from '../teams/readRows.js';
import { holdsOn, readTeams } from '../teams/teamHolds.js';
import { withSettings } from '../settings/settingsCache.js';

export interface BudgetMonitorPorts extends MemberReviewPorts, PersonWatchPorts {
  readonly settings: () => Promise<Settings>;
  /** Reads a row as the table's stream shows it. Throws CorruptRowError. */
  readonly storedBudgetOf: (image: unknown) => StoredBudget;
}

/**
 * Looks at budgets: at changed rows from the table's stream within a second, and every few minutes at those that have
 * work due, which are found by an index and never by a scan, and at the policies that deny persons. Counts what members
 * spend for their teams, announces thresholds, starts and ends grace, starts stuck workflows again, and publishes what
 * waits in outboxes.
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
    | 'clock'
    | 'telemetry'
    | 'settings'
    | 'budgets'
    | 'teamCounts'
    | 'bus'
    | 'storedBudgetOf'
    | 'personPolicyLists'
    | 'policyDocuments'
  >,
): Handler {
  const { storedBudgetOf } = services;
  return createBudgetMonitor({
    ...withSettings(environment, services),
    budgets: services.budgets(environment.required('USER_BUDGETS_TABLE')),
    counts: services.teamCounts({
      counts: environment.required('TEAM_SPENDING_TABLE'),
      budgets: environment.required('USER_BUDGETS_TABLE'),
    }),
    bus: services.bus(environment.required('EVENT_BUS')),
    storedBudgetOf,
    lists: services.personPolicyLists(environment.required('PERSON_POLICIES_TABLE')),
    documents: services.policyDocuments(),
    personPolicyArns: environment.optionalList('PERSON_POLICY_ARNS'),
  });
}

/** A changed row, and its place in the stream. */
interface ChangedRow {
  readonly row: StoredBudget;
  readonly place: string;
}

/**
 * Counts what the rows say of teams, then reviews each changed budget once; those that fail are named, so that the stream
 * brings them again.
 */
async function reviewChanged(
  ports: BudgetMonitorPorts,
  { Records }: DynamoDBStreamEvent,
): Promise<DynamoDBBatchResponse> {
  const settings = await ports.settings();
  const failed = new Set<string>();
  const fail = (place: string, message: string, error: unknown, principalId: string | undefined): void => {
    ports.telemetry.count('BudgetsFailed', 1);
    ports.telemetry.error(message, error, { principalId });
    failed.add(place);
  };
  const changed = Records.flatMap(({ dynamodb }): readonly ChangedRow[] => {
    const image = dynamodb?.NewImage;
    const place = dynamodb?.SequenceNumber ?? '';
    if (image === undefined) return [];
    try {
      return [{ row: ports.storedBudgetOf(image), place }];
    } catch (error) {
      fail(place, 'a changed budget cannot be read; it comes again', error, image['principal_id']?.S);
      return [];
    }
  });
  const rows = changed.map(({ row }) => row);
  const members = changed.filter(({ row }) => row.budget.teamSpend.length > 0);
  let isCounted = true;
  try {
    await countTeams(ports, rows, settings);
  } catch (error) {
    isCounted = false;
    fail(members[0]?.place ?? '', 'the spend of teams could not be counted; it comes again', error, undefined);
  }
  const holdsOf = await holdsFor(ports, rows, settings);
  const reviewed = new Set<string>();
  for (const { row, place } of changed) {
    const { principalId } = row.budget;
    if (reviewed.has(principalId)) continue;
    try {
      if (!hasDueWork(row, settings, ports.clock.now(), holdsOf)) continue;
      reviewed.add(principalId);
      await reviewBudget(ports, principalId, settings, holdsOf);
      ports.telemetry.count('BudgetsReviewed', 1);
    } catch (error) {
      fail(place, 'the review of a changed budget failed; it comes again', error, principalId);
    }
  }
  for (const { row, place } of changed) {
    if (!hasTurned(row)) continue;
    const { principalId } = row.budget;
    try {
      await reviewMembersOf(ports, principalId, settings);
    } catch (error) {
      fail(place, 'the review of the members of a team failed; it comes again', error, principalId);
    }
  }
  // After the reviews, which would take the dates away.
  if (!isCounted) await keepDue(ports, rows);
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Teams as they stand now: one of them may have changed since the row that tells of it was written. */
async function holdsFor(
  ports: BudgetMonitorPorts,
  rows: readonly StoredBudget[],
  settings: Settings,
): Promise<HoldsOf> {
  const teams = await readTeams(ports, rows);
  return (budget) => holdsOn(budget, teams, settings);
}

/** Nothing for the budget of a principal. */
async function reviewMembersOf(ports: BudgetMonitorPorts, principalId: string, settings: Settings): Promise<void> {
  const team = teamNameOf(principalId);
  if (team === undefined) return;
  const holdsOf = await holdsOfAll(ports, settings);
  await reviewMembers(ports, team, settings, holdsOf);
}

async function holdsOfAll(ports: BudgetMonitorPorts, settings: Settings): Promise<HoldsOf> {
  const teams = await readRows(
    ports,
    settings.teams.map(({ name }) => teamId(name)),
  );
  return (budget) => holdsOn(budget, teams, settings);
}

/** What the stream could not count, for as long as it tries, is counted by a sweep. */
async function countMember(ports: BudgetMonitorPorts, principalId: string, settings: Settings): Promise<void> {
  if (settings.teams.length === 0) return;
  const row = await readBudget(ports, principalId);
  if (row !== undefined) await countTeams(ports, [row], settings);
}

async function sweep(ports: BudgetMonitorPorts, context: LambdaContext): Promise<void> {
  const settings = await ports.settings();
  const holdsOf = await holdsOfAll(ports, settings);
  const swept = await forEachDue(ports, 'review', deadlineOf(ports.clock, context), async (principalId) => {
    await countMember(ports, principalId, settings);
    await reviewBudget(ports, principalId, settings, holdsOf);
    await reviewMembersOf(ports, principalId, settings);
  });
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
