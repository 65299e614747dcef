import type { JsonObject } from '../../domain/json.js';
import { leftToTake, type PrincipalAccess, type RestorePoint } from '../../domain/iam/principalAccess.js';
import { restorationPlan } from '../../domain/iam/restorationPlan.js';
import { isDenied } from '../../domain/iam/suspensionPlan.js';
import { NotEffectiveYetError } from '../runtime/errors.js';
import { lineOf } from './accessSteps.js';
import type { IamAccess, PolicyDecision } from '../ports/iamAccess.js';
import type { IamUtilitiesOutput } from '../contracts/tasks.js';
import { notNeeded, ownBudget } from './ownership.js';
import { readTask, textsIn } from '../runtime/taskInput.js';
import { accessOf, type AccessPorts } from './principalAccess.js';

/** By these calls spend arises in the first place; all others that spend are denied by the same statement. */
const VERIFIED_ACTIONS = [
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock:CallWithBearerToken',
  'bedrock-mantle:CreateInference',
];

const DONE = { verdict: 'done', steps: [], notRestored: [] } as const;

/** Throws NotEffectiveYetError until IAM shows all that was done and refuses each call for our Deny. */
export async function verifySuspension(ports: AccessPorts, fields: JsonObject): Promise<IamUtilitiesOutput> {
  const task = readTask(fields);
  const { principalId } = task;
  const budget = await ownBudget(ports, task, 'suspending');
  if ('verdict' in budget) return budget;
  const access = await accessOf(ports, principalId);
  if (access === undefined) return notNeeded('the principal was deleted');
  const left = notDoneYet(access, budget.restorePoint, ports);
  if (left !== undefined) throw new NotEffectiveYetError(`${principalId}: ${left}`);
  const open = await openActions(ports, access);
  if (open.length > 0) throw new NotEffectiveYetError(`${principalId}: not denied yet: ${open.join(', ')}`);
  return DONE;
}

/**
 * Which of the verified actions IAM would still allow a principal, or the session of a role whose `aws:userid` is given.
 */
export async function openActions(
  ports: AccessPorts,
  access: PrincipalAccess,
  userId?: string,
): Promise<readonly string[]> {
  const decisions = await ports.iam.decisions(access.arn, VERIFIED_ACTIONS, userId);
  sayUnknown(
    ports,
    VERIFIED_ACTIONS.filter((action) => !decisions.has(action)),
  );
  const isByBoundary = access.boundaryArn === ports.enforcementConfig.denyBoundaryArn;
  return [...decisions].flatMap(([action, decision]) => (isRefused(decision, isByBoundary) ? [] : [action]));
}

/** Throws NotEffectiveYetError until IAM shows all that could be given back, and the Deny no more. */
export async function verifyRestoration(ports: AccessPorts, fields: JsonObject): Promise<IamUtilitiesOutput> {
  const task = readTask(fields);
  const { principalId } = task;
  const budget = await ownBudget(ports, task, 'restoring');
  if ('verdict' in budget) return budget;
  const access = await accessOf(ports, principalId);
  if (access === undefined) return DONE;
  const known = textsIn(fields, 'notRestored');
  const left = restorationPlan(budget.restorePoint, access, ports.enforcementConfig).steps.filter(
    (step) =>
      !('policyArn' in step && isNamed(step.policyArn, known)) && !('keyId' in step && isNamed(step.keyId, known)),
  );
  if (left.length > 0) throw new NotEffectiveYetError(`${principalId}: ${left.map(lineOf).join(', ')}: not seen yet`);
  return DONE;
}

/** By the account's IAM, so that each process says it once. */
const SAID = new WeakSet<IamAccess>();

/** The Deny that is attached holds for them as for the others; only the simulation cannot show it. */
function sayUnknown({ iam, telemetry }: AccessPorts, actions: readonly string[]): void {
  if (actions.length === 0 || SAID.has(iam)) return;
  SAID.add(iam);
  telemetry.warn('SimulatePrincipalPolicy does not know some actions, and they are not verified', {
    actions: actions.join(', '),
  });
}

/** AWS does not say whether the simulation calls a Deny explicit that stands in the boundary alone; refused it is. */
function isRefused(decision: PolicyDecision, isByBoundary: boolean): boolean {
  return decision === 'explicitDeny' || (isByBoundary && decision === 'implicitDeny');
}

function notDoneYet(
  access: PrincipalAccess,
  restorePoint: RestorePoint | undefined,
  { enforcementConfig }: AccessPorts,
): string | undefined {
  if (!isDenied(access, enforcementConfig)) return 'the Deny is not seen yet';
  if (restorePoint === undefined) return undefined;
  const { detachedPolicyArns, deactivatedKeyIds } = leftToTake(access, restorePoint);
  if (detachedPolicyArns.length > 0) return `still attached: ${detachedPolicyArns.join(', ')}`;
  return deactivatedKeyIds.length > 0 ? `keys still active: ${deactivatedKeyIds.join(', ')}` : undefined;
}

function isNamed(what: string, lines: readonly string[]): boolean {
  return lines.some((line) => line.startsWith(`${what}: `));
}
