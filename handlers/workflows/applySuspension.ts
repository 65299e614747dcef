import { isDeepStrictEqual } from 'node:util';
import { isSuspension } from '../../domain/budget/budget.js';
import type { BudgetPolicy } from '../../domain/budget/budgetPolicy.js';
import { objectAt, type JsonObject } from '../../domain/json.js';
import type { PrincipalAccess, Taken } from '../../domain/iam/principalAccess.js';
import type { Principal } from '../../domain/iam/principal.js';
import { suspensionPlan } from '../../domain/iam/suspensionPlan.js';
import { readBudget } from '../budgets/budgetChanges.js';
import { ServiceError } from '../runtime/errors.js';
import { giveBack, lineOf, suspendBy } from './accessSteps.js';
import type { IamUtilitiesOutput, NotNeeded, Refused, TaskInput } from '../contracts/tasks.js';
import { notNeeded, ownBudget } from './ownership.js';
import { readTask, textIn, textsIn } from '../runtime/taskInput.js';
import { accessOf, holderOfBudget, type AccessPorts } from './principalAccess.js';

/**
 * Suspends a principal by what is left of its plan. The budget is looked at before each step and after the last: should
 * it have ended in between, or before an attempt that crashed after it had written, what this execution took is
 * given back. Answers `refused` where there is no room for the Deny (any more): the refusal gives back what was taken.
 */
export async function apply(ports: AccessPorts, fields: JsonObject): Promise<IamUtilitiesOutput> {
  const task = readTask(fields);
  const taken = takenIn(objectAt(fields, 'restorePoint'));
  const budget = await ownBudget(ports, task, 'suspending');
  if ('verdict' in budget) return withdrawn(ports, task, taken, budget);
  const { policy } = await ports.settings();
  const access = await accessOf(ports, task.principalId);
  if (access?.uniqueId !== taken.uniqueId) return notNeeded('the principal that was backed up is not there any more');
  const steps = await suspendOrWithdraw(ports, task, { principal: budget, access, taken, policy });
  if (!('verdict' in steps)) return { verdict: 'done', steps, notRestored: [] };
  return steps.verdict === 'refused' ? steps : withdrawn(ports, task, taken, steps);
}

/** The lines of the steps taken, or why there is nothing more to do. */
type Taking = readonly string[] | Refused | NotNeeded;

/** A fault after a step is no reason to leave that step with a principal whose suspension has ended meanwhile. */
async function suspendOrWithdraw(ports: AccessPorts, task: TaskInput, suspended: Suspended): Promise<Taking> {
  try {
    return await suspend(ports, task, suspended);
  } catch (error) {
    const lifted = await lookAgain(ports, task);
    if (lifted === undefined) throw error;
    ports.telemetry.error('a suspension that has ended meanwhile failed', error, { principalId: task.principalId });
    return lifted;
  }
}

interface Suspended {
  readonly principal: Principal;
  readonly access: PrincipalAccess;
  readonly taken: Taken;
  readonly policy: BudgetPolicy;
}

/** Where IAM turns out to have no room for the Deny, once more with that known. */
async function suspend(ports: AccessPorts, task: TaskInput, suspended: Suspended): Promise<Taking> {
  const { principal, access, taken, policy } = suspended;
  const plan = suspensionPlan(principal, access, taken, {
    enforcementConfig: ports.enforcementConfig,
    policy,
  });
  if (plan.kind === 'alert-only') {
    return (await lookAgain(ports, task)) ?? { verdict: 'refused', reason: plan.reason };
  }
  const holder = holderOfBudget(task.principalId);
  const lines: string[] = [];
  for (const step of plan.steps) {
    const lifted = await lookAgain(ports, task);
    if (lifted !== undefined) return lifted;
    if ((await suspendBy(ports, holder, step)) === 'full') {
      const others = await suspendInLessRoom(ports, task, suspended);
      return 'verdict' in others ? others : [...lines, ...others];
    }
    lines.push(lineOf(step));
  }
  return (await lookAgain(ports, task)) ?? lines;
}

/** Somebody may have taken the room since the plan was made; where nothing has changed, another plan would be the same. */
async function suspendInLessRoom(ports: AccessPorts, task: TaskInput, suspended: Suspended): Promise<Taking> {
  const now = (await accessOf(ports, task.principalId)) ?? suspended.access;
  const attachmentQuota = now.attachedPolicyArns.length;
  const isAsPlanned = isDeepStrictEqual(now.attachedPolicyArns, suspended.access.attachedPolicyArns);
  if (isAsPlanned && attachmentQuota >= ports.enforcementConfig.attachmentQuota) {
    throw new ServiceError('IAM', `${task.principalId}: no room for the Deny`);
  }
  const enforcementConfig = { ...ports.enforcementConfig, attachmentQuota };
  return suspend({ ...ports, enforcementConfig }, task, { ...suspended, access: now });
}

async function lookAgain(ports: AccessPorts, task: TaskInput): Promise<NotNeeded | undefined> {
  const budget = await ownBudget(ports, task, 'suspending');
  return 'verdict' in budget ? budget : undefined;
}

/** Leaves a suspension alone that is another execution's; in any other status the principal is to have its access. */
async function withdrawn(
  ports: AccessPorts,
  { principalId }: TaskInput,
  taken: Taken,
  reason: NotNeeded,
): Promise<NotNeeded> {
  const record = await readBudget(ports, principalId);
  if (record !== undefined && isSuspension(record.budget)) return reason;
  const holder = holderOfBudget(principalId);
  const access = await accessOf(ports, principalId);
  if (access === undefined) return reason;
  const { steps, notRestored } = await giveBack(ports, holder, access, taken);
  if (steps.length > 0 || notRestored.length > 0) {
    ports.telemetry.warn('a suspension was withdrawn', {
      principalId,
      steps: steps.join(', '),
      notRestored: notRestored.join(', '),
    });
  }
  return reason;
}

function takenIn(restorePoint: JsonObject): Taken {
  return {
    uniqueId: textIn(restorePoint, 'uniqueId'),
    detachedPolicyArns: textsIn(restorePoint, 'detachedPolicyArns'),
    deactivatedKeyIds: textsIn(restorePoint, 'deactivatedKeyIds'),
  };
}
