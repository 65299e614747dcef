import type { Budget } from '../../domain/budget/budget.js';
import type { PrincipalAccess, RestorePoint } from '../../domain/iam/principalAccess.js';
import { place, type PersonPolicy } from '../../domain/iam/personPolicy.js';
import { isProtected } from '../../domain/iam/pattern.js';
import { reasonNotToSuspend } from '../../domain/iam/principal.js';
import type { BudgetPolicy } from '../../domain/budget/budgetPolicy.js';
import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';
import type { Instant } from '../../domain/instant.js';
import { objectAt, type JsonObject } from '../../domain/json.js';
import type { IamUtilitiesOutput, Refused } from '../contracts/tasks.js';
import type { AccessReader } from '../ports/iamAccess.js';
import { NotEffectiveYetError } from '../runtime/errors.js';
import { readTask, textsIn } from '../runtime/taskInput.js';
import type { AccessPorts } from '../workflows/principalAccess.js';
import { ownBudget } from '../workflows/ownership.js';
import { openActions } from '../workflows/verifyAccess.js';
import { fullReason, personOf } from './denyPerson.js';

/** A role by which a person was seen, and the names of the sessions there. */
interface SeenRole {
  readonly name: string;
  readonly access: PrincipalAccess;
  readonly sessions: readonly string[];
}

/**
 * What a person's suspension is going to use: the policy with room, as the restore point holds it. Refused where a role
 * by which the person was seen does not carry that policy and the stack cannot attach it.
 */
export async function planForPerson(
  ports: { readonly iam: AccessReader; readonly enforcementConfig: EnforcementConfig },
  budget: Budget,
  policies: readonly PersonPolicy[],
  policy: BudgetPolicy,
  now: Instant,
): Promise<RestorePoint | Refused> {
  const { principalId } = budget;
  if (isProtected(principalId, policy)) return refused('protected by configuration');
  const { personPolicyArns, attachmentQuota } = ports.enforcementConfig;
  const reason = reasonNotToSuspend(budget, { ...policy, personPolicies: personPolicyArns.length });
  if (reason !== undefined) return refused(reason);
  const placement = place(policies, personOf(budget));
  const policyArn = placement.kind === 'full' ? undefined : personPolicyArns[placement.number - 1];
  if (policyArn === undefined) return refused(fullReason(personPolicyArns.length));
  for (const { name, access } of await rolesOf(ports.iam, budget)) {
    if (access.attachedPolicyArns.includes(policyArn)) continue;
    if (isPermissionSet(access)) {
      return refused(`${name} does not carry ${nameOf(policyArn)}: reference that policy in its permission set`);
    }
    if (access.attachedPolicyArns.length >= attachmentQuota) {
      return refused(`${name} has no attachment left for ${nameOf(policyArn)}: detach a policy or raise the quota`);
    }
  }
  return {
    takenAt: now,
    arn: principalId,
    // Another policy makes another restore point.
    uniqueId: policyArn,
    attachedPolicyArns: [policyArn],
    boundaryArn: undefined,
    activeKeyIds: [],
    detachedPolicyArns: [],
    deactivatedKeyIds: [],
  };
}

/**
 * Attaches the policy that the restore point names to the federated roles by which a person was seen. Safe before the
 * person is on the list: until then it denies nobody new.
 */
export async function attachPersonPolicy(ports: AccessPorts, fields: JsonObject): Promise<IamUtilitiesOutput> {
  const budget = await ownBudget(ports, readTask(fields), 'suspending');
  if ('verdict' in budget) return budget;
  const steps: string[] = [];
  const [policyArn = ''] = textsIn(objectAt(fields, 'restorePoint'), 'attachedPolicyArns');
  for (const { name, access } of await rolesOf(ports.iam, budget)) {
    if (access.attachedPolicyArns.includes(policyArn)) continue;
    const answer = await ports.iam.attachPolicy({ type: 'role', name }, policyArn);
    if (answer === 'full' || answer === 'refused') return refused(`${nameOf(policyArn)} on ${name}: ${answer} by IAM`);
    if (answer === 'done') steps.push(`AttachPolicy ${policyArn} to ${name}`);
  }
  return { verdict: 'done', steps, notRestored: [] };
}

/** Throws NotEffectiveYetError until IAM refuses each session of the person, on each role by which it was seen. */
export async function verifyPersonDenied(ports: AccessPorts, fields: JsonObject): Promise<IamUtilitiesOutput> {
  const budget = await ownBudget(ports, readTask(fields), 'suspending');
  if ('verdict' in budget) return budget;
  for (const { name, access, sessions } of await rolesOf(ports.iam, budget)) {
    for (const session of sessions) {
      const open = await openActions(ports, access, `${access.uniqueId}:${session}`);
      if (open.length === 0) continue;
      throw new NotEffectiveYetError(`${budget.principalId}: not denied yet on ${name}: ${open.join(', ')}`);
    }
  }
  return { verdict: 'done', steps: [], notRestored: [] };
}

/** Those that exist (still). */
async function rolesOf(iam: AccessReader, { sightings }: Pick<Budget, 'sightings'>): Promise<readonly SeenRole[]> {
  const sessionsByRole = new Map<string, string[]>();
  for (const sighting of sightings) {
    const [role = '', session = ''] = sighting.split('/');
    sessionsByRole.set(role, [...(sessionsByRole.get(role) ?? []), session]);
  }
  const roles: SeenRole[] = [];
  for (const [name, sessions] of sessionsByRole) {
    const access = await iam.access({ type: 'role', name });
    if (access !== undefined) roles.push({ name, access, sessions });
  }
  return roles;
}

/** Of IAM Identity Center: IAM lets nobody attach anything to it. */
function isPermissionSet({ arn }: PrincipalAccess): boolean {
  return /:role\/aws-reserved\/sso\.amazonaws\.com\//.test(arn);
}

function nameOf(policyArn: string): string {
  return policyArn.slice(policyArn.lastIndexOf('/') + 1);
}

function refused(reason: string): Refused {
  return { verdict: 'refused', reason };
}
