import { isSuspension } from '../../domain/budget/budget.js';
import type { PolicyHolder } from '../../domain/iam/principal.js';
import type { JsonObject } from '../../domain/json.js';
import { leftToTake } from '../../domain/iam/principalAccess.js';
import { isDenied } from '../../domain/iam/suspensionPlan.js';
import { readBudget } from '../budgets/budgetChanges.js';
import { giveBack, putDeny } from './accessSteps.js';
import type { IamUtilitiesOutput, NotNeeded, TaskInput } from '../contracts/tasks.js';
import { ownBudget } from './ownership.js';
import { readTask } from '../runtime/taskInput.js';
import { accessOf, holderOfBudget, type AccessPorts } from './principalAccess.js';

/**
 * Gives a principal back what its restore point holds; of one that was deleted there is nothing to restore. The budget
 * is looked at before and after, as for a suspension: should an operator have suspended the principal again in between,
 * or before an attempt that crashed after it had written, the Deny is put back.
 */
export async function restore(ports: AccessPorts, fields: JsonObject): Promise<IamUtilitiesOutput> {
  const task = readTask(fields);
  const holder = holderOfBudget(task.principalId);
  const budget = await ownBudget(ports, task, 'restoring');
  if ('verdict' in budget) return withdrawn(ports, task, holder, budget);
  const { restorePoint } = budget;
  const access = await accessOf(ports, task.principalId);
  if (access === undefined) {
    const taken = [...(restorePoint?.detachedPolicyArns ?? []), ...(restorePoint?.deactivatedKeyIds ?? [])];
    return { verdict: 'done', steps: [], notRestored: taken.map((what) => `${what}: the principal was deleted`) };
  }
  const given = await giveBack(ports, holder, access, restorePoint);
  const after = await ownBudget(ports, task, 'restoring');
  return 'verdict' in after ? withdrawn(ports, task, holder, after) : { verdict: 'done', ...given };
}

/** The Deny, and what is in its place: it does no harm to a suspension under way, whose own steps take the rest. */
async function withdrawn(
  ports: AccessPorts,
  task: TaskInput,
  holder: PolicyHolder,
  reason: NotNeeded,
): Promise<NotNeeded> {
  const record = await readBudget(ports, task.principalId);
  if (record === undefined || !isSuspension(record.budget)) return reason;
  const access = await accessOf(ports, task.principalId);
  if (access === undefined || isDenied(access, ports.enforcementConfig)) return reason;
  const { restorePoint } = record.budget;
  await putDeny(ports, holder, restorePoint && leftToTake(access, restorePoint).detachedPolicyArns);
  return reason;
}
