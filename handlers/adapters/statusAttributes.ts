import type { Budget, BudgetFacts, Suspension, UnderWay } from '../../domain/budget/budget.js';
import { epochSeconds, instant, itemOf, number, text, type Item, type ItemReader } from './attributes.js';

const STATUSES = ['active', 'grace', 'suspending', 'suspended', 'restoring', 'closed', 'alert_only'] as const;

const DENY_STATES = [
  'attached',
  'missing',
  'reattached',
  'missing-again',
] as const satisfies readonly Suspension['deny'][];

/** What a row says of the status of a budget. */
export function statusAttributes(budget: Budget): Readonly<Item> {
  const status = text(budget.status);
  switch (budget.status) {
    case 'active':
    case 'alert_only':
      return { status };
    case 'grace':
      return {
        status,
        grace_deadline_epoch: epochSeconds(budget.graceDeadline),
        grace_announced: { BOOL: budget.isAnnounced },
      };
    case 'suspending':
      return { status, ...suspension(budget), ...underWay(budget) };
    case 'suspended':
      return { status, suspended_at: instant(budget.suspendedAt), ...suspension(budget) };
    case 'restoring':
      return { status, ...underWay(budget) };
    case 'closed':
      return { status, closed_at: instant(budget.closedAt) };
  }
}

function suspension({ suspendedIn, isManual, team, deny }: Suspension): Readonly<Item> {
  return itemOf({
    suspended_in: instant(suspendedIn),
    suspension_held: { BOOL: isManual },
    suspended_for_team: team === undefined ? undefined : text(team),
    deny_state: text(deny),
  });
}

function underWay({ since, attempts, execution }: UnderWay): Readonly<Item> {
  return itemOf({
    workflow_started_at: instant(since),
    workflow_attempts: number(attempts),
    workflow_execution: execution === undefined ? undefined : text(execution),
  });
}

/** What a status carries, without the facts. */
type StatusPart<B = Budget> = B extends Budget ? Omit<B, keyof BudgetFacts> : never;

/** Throws CorruptRowError. */
export function statusOf(row: ItemReader): StatusPart {
  const status = row.oneOf('status', STATUSES);
  switch (status) {
    case 'active':
    case 'alert_only':
      return { status };
    case 'grace':
      return {
        status,
        graceDeadline: row.epochSeconds('grace_deadline_epoch'),
        isAnnounced: row.has('grace_announced') && row.boolean('grace_announced'),
      };
    case 'suspending':
      return { status, ...suspensionOf(row), ...underWayOf(row) };
    case 'suspended':
      return { status, suspendedAt: row.instant('suspended_at'), ...suspensionOf(row) };
    case 'restoring':
      return { status, ...underWayOf(row) };
    case 'closed':
      return { status, closedAt: row.instant('closed_at') };
  }
}

function suspensionOf(row: ItemReader): Suspension {
  return {
    suspendedIn: row.instant('suspended_in'),
    isManual: row.boolean('suspension_held'),
    team: row.has('suspended_for_team') ? row.text('suspended_for_team') : undefined,
    deny: denyStateOf(row),
  };
}

function underWayOf(row: ItemReader): UnderWay {
  return {
    since: row.instant('workflow_started_at'),
    attempts: row.number('workflow_attempts'),
    execution: row.has('workflow_execution') ? row.text('workflow_execution') : undefined,
  };
}

/** What version 0.1 wrote in place of the words of today. */
const FORMER_DENY_STATES: Readonly<Record<string, Suspension['deny']>> = {
  unbroken: 'attached',
  broken: 'missing',
  mended: 'reattached',
  'broken-again': 'missing-again',
};

function denyStateOf(row: ItemReader): Suspension['deny'] {
  return FORMER_DENY_STATES[row.text('deny_state')] ?? row.oneOf('deny_state', DENY_STATES);
}
