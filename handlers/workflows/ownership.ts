import type { BudgetPolicy } from '../../domain/budget/budgetPolicy.js';
import { notOf } from '../../domain/budget/decideWorkflow.js';
import { changeBudget, type BudgetPorts, type Changed } from '../budgets/budgetChanges.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import type { NotNeeded, TaskInput } from '../contracts/tasks.js';

export type OwnedStatus = 'suspending' | 'restoring';

/** Why a budget is not an execution's to suspend or to restore (any more); undefined if it is. */
export function notOurs(
  record: StoredBudget | undefined,
  execution: string,
  status: OwnedStatus,
): NotNeeded | undefined {
  if (record === undefined) return notNeeded('there is no budget');
  const reason = notOf(execution, record.budget);
  if (reason !== undefined) return notNeeded(reason);
  return record.budget.status === status ? undefined : notNeeded(`the budget is ${record.budget.status}`);
}

/** Takes a suspension or restoration on for an execution. Throws ContentionError and what the store throws. */
export async function begin(
  ports: BudgetPorts,
  { principalId, execution }: TaskInput,
  status: OwnedStatus,
  policy: BudgetPolicy,
): Promise<NotNeeded | undefined> {
  const type = status === 'suspending' ? 'BeginSuspension' : 'BeginRestoration';
  const { record } = await changeBudget(ports, principalId, { type, execution }, policy);
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
