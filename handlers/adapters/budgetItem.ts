import type { Budget, BudgetFacts, Observation } from '../../domain/budget/budget.js';
import { notPreventedIn } from '../../domain/budget/inPeriod.js';
import { formatInZone } from '../../domain/calendar/zonedTime.js';
import type { AccountType } from '../../domain/iam/principal.js';
import type { Usd } from '../../domain/money.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import { amount, epochSeconds, instant, itemOf, ItemReader, number, text, type Item } from './attributes.js';
import { lastToldIn, outboxIn, restorePointIn, teamSpendIn, teamSpendJson, textsIn } from './budgetJson.js';
import { statusAttributes, statusOf } from './statusAttributes.js';
import { scheduleAttributes, scheduleOf } from './scheduleAttributes.js';
import { limitAttributes, limitsOf, type Limits } from './limitAttributes.js';

/** A row of UserBudgets. */
export function budgetItem(record: StoredBudget): Item {
  const { budget, version, outbox, createdAt, updatedAt, lastTold, ...due } = record;
  return itemOf({
    principal_id: text(budget.principalId),
    principal_name: text(nameOf(budget.principalId)),
    account_type: text(budget.accountType),
    ...limitAttributes(record),
    spent_usd: amount(budget.spentUsd),
    late_spent_usd: amount(budget.lateSpentUsd),
    team_spend: budget.teamSpend.length === 0 ? undefined : text(teamSpendJson(budget.teamSpend)),
    threshold_state: text(budget.thresholdState),
    budget_anchor: instant(budget.anchor),
    ...scheduleAttributes(budget.schedule),
    budget_period_start: instant(budget.period.start),
    budget_refresh_date: instant(budget.period.end),
    budget_refresh_local: text(formatInZone(budget.schedule.timeZone, budget.period.end)),
    refresh_count: number(budget.refreshCount),
    waived: { BOOL: budget.waived },
    refused_at: budget.refusedAt === undefined ? undefined : instant(budget.refusedAt),
    ...observation(budget),
    sessions: budget.sessions.length === 0 ? undefined : text(JSON.stringify(budget.sessions)),
    sightings: budget.sightings.length === 0 ? undefined : text(JSON.stringify(budget.sightings)),
    restore_point: budget.restorePoint === undefined ? undefined : text(JSON.stringify(budget.restorePoint)),
    last_execution: budget.lastExecution === undefined ? undefined : text(budget.lastExecution),
    ...statusAttributes(budget),
    version: number(version),
    outbox: outbox.length === 0 ? undefined : text(JSON.stringify(outbox)),
    last_told: lastTold === undefined ? undefined : text(JSON.stringify(lastTold)),
    created_at: instant(createdAt),
    last_updated: instant(updatedAt),
    review_due: due.reviewDueAt === undefined ? undefined : text('yes'),
    review_due_at: due.reviewDueAt === undefined ? undefined : epochSeconds(due.reviewDueAt),
    refresh_due: due.refreshDueAt === undefined ? undefined : text('yes'),
    refresh_due_at: due.refreshDueAt === undefined ? undefined : epochSeconds(due.refreshDueAt),
  });
}

/** Throws CorruptRowError. */
export function storedBudgetOf(item: Readonly<Item>): StoredBudget {
  const row = new ItemReader(item, `UserBudgets ${item['principal_id']?.S ?? '?'}`);
  return {
    budget: { ...factsOf(row), ...limitsOf(item, row), ...statusOf(row) },
    version: row.number('version'),
    outbox: outboxIn(row),
    // An id of an event needs some instant; a row that lacks it keeps to this one.
    createdAt: row.has('created_at') ? row.instant('created_at') : 0,
    updatedAt: row.instant('last_updated'),
    reviewDueAt: row.has('review_due_at') ? row.epochSeconds('review_due_at') : undefined,
    refreshDueAt: row.has('refresh_due_at') ? row.epochSeconds('refresh_due_at') : undefined,
    ...lastToldIn(row),
  };
}

/** Of a user's or role's ARN its name, without the path. */
function nameOf(principalId: string): string {
  return principalId.slice(principalId.lastIndexOf('/') + 1);
}

const ACCOUNT_TYPES = [
  'bedrock_api_key',
  'iam_user',
  'iam_role',
  'person',
  'sso_role',
  'service_linked_role',
  'federated_user',
  'root',
  'team',
  'unknown',
] as const satisfies readonly AccountType[];

function factsOf(row: ItemReader): Omit<BudgetFacts, keyof Limits> {
  return {
    principalId: row.text('principal_id'),
    accountType: row.oneOf('account_type', ACCOUNT_TYPES),
    spentUsd: row.amount('spent_usd'),
    lateSpentUsd: row.amount('late_spent_usd'),
    thresholdState: row.oneOf('threshold_state', ['normal', 'warning', 'critical', 'exceeded'] as const),
    teamSpend: teamSpendIn(row),
    anchor: row.instant('budget_anchor'),
    schedule: scheduleOf(row),
    period: { start: row.instant('budget_period_start'), end: row.instant('budget_refresh_date') },
    refreshCount: row.number('refresh_count'),
    waived: row.boolean('waived'),
    refusedAt: row.has('refused_at') ? row.instant('refused_at') : undefined,
    observation: observationOf(row),
    sessions: textsIn(row, 'sessions'),
    sightings: textsIn(row, 'sightings'),
    restorePoint: restorePointIn(row),
    lastExecution: row.has('last_execution') ? row.text('last_execution') : undefined,
  };
}

function observation(budget: Budget): Readonly<Item> {
  const { observation: observed } = budget;
  if (observed === undefined) return {};
  const { graceDeadline, announcedAtUsd } = observed;
  const notPreventedUsd = notPreventedIn(budget);
  return itemOf({
    observed_grace_deadline_epoch: epochSeconds(graceDeadline),
    observation_announced: { BOOL: announcedAtUsd !== undefined },
    observation_announced_at_usd: announcedAtUsd === undefined ? undefined : amount(announcedAtUsd),
    not_prevented_usd: notPreventedUsd.isZero() ? undefined : amount(notPreventedUsd),
  });
}

function observationOf(row: ItemReader): Observation | undefined {
  if (!row.has('observed_grace_deadline_epoch')) return undefined;
  return {
    graceDeadline: row.epochSeconds('observed_grace_deadline_epoch'),
    announcedAtUsd: announcedAtUsd(row),
  };
}

/** A row from before tells only whether it was announced. */
function announcedAtUsd(row: ItemReader): Usd | undefined {
  if (row.has('observation_announced_at_usd')) return row.amount('observation_announced_at_usd');
  return row.boolean('observation_announced') ? row.amount('spent_usd') : undefined;
}
