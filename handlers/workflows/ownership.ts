import type { Budget } from '../../domain/budget/budget.js';
import type { Settings } from '../../domain/settings/settings.js';
import { notOf } from '../../domain/budget/decideWorkflow.js';
import { changeBudget, readBudget, type BudgetPorts, type Changed } from '../budgets/budgetChanges.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import type { NotNeeded, TaskInput } from '../contracts/tasks.js';

export type OwnedStatus = 'suspending' | 'restoring';

/** The budget that an execution is to suspend or to restore, or why it is not its to do so (any more). */
export async function ownBudget(
  ports: BudgetPorts,
  { principalId, execution }: TaskInput,
  status: OwnedStatus,
): Promise<Budget | NotNeeded> {
  return owned(await readBudget(ports, principalId), execution, status);
}

/** Why a budget is not an execution's to suspend or to restore (any more); undefined if it is. */
export function notOurs(
  stored: StoredBudget | undefined,
  execution: string,
  status: OwnedStatus,
): NotNeeded | undefined {
  const budget = owned(stored, execution, status);
  return 'verdict' in budget ? budget : undefined;
}

function owned(stored: StoredBudget | undefined, execution: string, status: OwnedStatus): Budget | NotNeeded {
  if (stored === undefined) return notNeeded('there is no budget');
  const { budget } = stored;
  const reason = notOf(execution, budget);
  if (reason !== undefined) return notNeeded(reason);
  return budget.status === status ? budget : notNeeded(`the budget is ${budget.status}`);
}

/** Takes a suspension or restoration on for an execution. Throws ContentionError and what the store throws. */
export async function begin(
  ports: BudgetPorts,
  { principalId, execution }: TaskInput,
  status: OwnedStatus,
  settings: Settings,
): Promise<NotNeeded | undefined> {
  const type = status === 'suspending' ? 'BeginSuspension' : 'BeginRestoration';
  const { record } = await changeBudget(ports, principalId, { type, execution }, settings);
  return notOurs(record, execution, status);
}

/** Why an execution has not ended a suspension or restoration; a repetition after a lost answer is as good as the end. */
export function notEnded({ decision, record }: Changed, execution: string): NotNeeded | undefined {
  if (decision.kind === 'rejected') return notNeeded(decision.reason);
  if (record?.budget.lastExecution === execution) return undefined;
  return notNeeded(`the budget is ${record?.budget.status ?? 'gone'}`);
}

export function notNeeded(reason: string): NotNeeded {
  return { verdict: 'not-needed', reason };
}
