import type { PolicyHolder } from '../../domain/iam/principal.js';
import type { PrincipalAccess, Taken } from '../../domain/iam/principalAccess.js';
import { restorationPlan, type RestorationStep } from '../../domain/iam/restorationPlan.js';
import type { EnforcementConfig, SuspensionStep } from '../../domain/iam/suspensionPlan.js';
import { ConfigurationError, ServiceError } from '../runtime/errors.js';
import type { IamAccess, IamAnswer } from '../ports/iamAccess.js';
import type { AccessPorts } from './principalAccess.js';

type IamPorts = Pick<AccessPorts, 'iam' | 'enforcementConfig'>;

export interface GivenBack {
  /** What was done, one line each. */
  readonly steps: readonly string[];
  /** What could not be, and why. */
  readonly notRestored: readonly string[];
}

/**
 * Takes one step of a suspension; one that was taken before is taken again without harm. `full` where IAM has no room
 * for the Deny. Throws ServiceError where there is nothing to attach, and what IAM throws.
 */
export async function suspendBy(
  { iam, enforcementConfig }: IamPorts,
  holder: PolicyHolder,
  step: SuspensionStep,
): Promise<IamAnswer> {
  switch (step.type) {
    case 'AttachDeny':
      return present(
        await iam.attachPolicy(holder, enforcementConfig.denyPolicyArn),
        enforcementConfig.denyPolicyArn,
        holder,
      );
    case 'SetDenyBoundary':
      return present(await iam.setDenyBoundary(holder), enforcementConfig.denyBoundaryArn, holder);
    case 'DetachPolicy':
      return allowed(await iam.detachPolicy(holder, step.policyArn), step.policyArn, holder);
    case 'DeactivateKey':
      return allowed(await iam.setKeyActive(holder.name, step.keyId, false), step.keyId, holder);
  }
}

/**
 * Puts the Deny on a principal, by whichever of the stack's means there is room for; one of `replaceable`, policies that
 * its suspension takes anyway, leaves its place. Throws ServiceError if there is no room.
 */
export async function putDeny(
  ports: IamPorts,
  holder: PolicyHolder,
  replaceable: readonly string[] = [],
): Promise<void> {
  if ((await suspendBy(ports, holder, { type: 'AttachDeny' })) === 'done') return;
  const [policyArn] = replaceable;
  if (policyArn !== undefined) {
    await suspendBy(ports, holder, { type: 'DetachPolicy', policyArn });
    if ((await suspendBy(ports, holder, { type: 'AttachDeny' })) === 'done') return;
  }
  const { fallsBackToBoundary } = ports.enforcementConfig;
  if (fallsBackToBoundary && (await suspendBy(ports, holder, { type: 'SetDenyBoundary' })) === 'done') return;
  throw new ServiceError('IAM', `${holder.type} ${holder.name}: no room for the Deny`);
}

/**
 * Gives a principal back what was taken from it, and takes the Deny away in any case. What IAM has no room for any more,
 * what does not exist any more and what the stack may not attach any more is said. Throws ServiceError if the Deny cannot
 * be taken away, and what IAM throws.
 */
export async function giveBack(
  ports: IamPorts,
  holder: PolicyHolder,
  access: PrincipalAccess,
  taken: Taken | undefined,
): Promise<GivenBack> {
  const plan = restorationPlan(taken, access, ports.enforcementConfig);
  const steps: string[] = [];
  const notRestored = [...plan.notRestorable];
  for (const step of plan.steps) {
    const problem = await restoreBy(ports, holder, step);
    if (problem === undefined) steps.push(lineOf(step));
    else notRestored.push(`${whatOf(step)}: ${problem}`);
  }
  return { steps, notRestored };
}

/** `TYPE WHAT` */
export function lineOf(step: SuspensionStep | RestorationStep): string {
  const what = whatOf(step);
  return what === step.type ? what : `${step.type} ${what}`;
}

function present(answer: IamAnswer, policyArn: string, holder: PolicyHolder): IamAnswer {
  const { type, name } = holder;
  if (answer === 'absent') throw new ServiceError('IAM', `${policyArn} or the ${type} ${name} does not exist`);
  return allowed(answer, policyArn, holder);
}

function allowed(answer: IamAnswer, what: string, { type, name }: PolicyHolder): IamAnswer {
  if (answer === 'refused') throw new ServiceError('IAM', `${what}: not allowed for the ${type} ${name}`);
  return answer;
}

async function restoreBy(
  { iam, enforcementConfig }: IamPorts,
  holder: PolicyHolder,
  step: RestorationStep,
): Promise<string | undefined> {
  switch (step.type) {
    case 'DetachDeny':
      return problemIn(
        allowed(
          await iam.detachPolicy(holder, enforcementConfig.denyPolicyArn),
          enforcementConfig.denyPolicyArn,
          holder,
        ),
      );
    case 'RemoveDenyBoundary':
      return problemIn(allowed(await iam.removeDenyBoundary(holder), boundaryOf(enforcementConfig), holder));
    case 'AttachPolicy':
      return problemIn(await attached(iam, holder, step.policyArn));
    case 'ActivateKey':
      return problemIn(await iam.setKeyActive(holder.name, step.keyId, true));
  }
}

/** Of a stack that has been told not to fall back any more the boundary is people's to delete. */
function boundaryOf({ denyBoundaryArn, fallsBackToBoundary }: EnforcementConfig): string {
  return fallsBackToBoundary ? denyBoundaryArn : `${denyBoundaryArn} (boundaryFallback is off, delete it by hand)`;
}

async function attached(iam: IamAccess, holder: PolicyHolder, policyArn: string): Promise<IamAnswer | 'not-ours'> {
  try {
    return await iam.attachPolicy(holder, policyArn);
  } catch (error) {
    if (error instanceof ConfigurationError) return 'not-ours';
    throw error;
  }
}

function problemIn(answer: IamAnswer | 'not-ours'): string | undefined {
  switch (answer) {
    case 'done':
      return undefined;
    case 'absent':
      return 'does not exist any more';
    case 'full':
      return 'the principal has no attachment left';
    case 'refused':
      return 'IAM does not allow it';
    case 'not-ours':
      return 'the stack is not configured for it any more';
  }
}

function whatOf(step: SuspensionStep | RestorationStep): string {
  if ('policyArn' in step) return step.policyArn;
  return 'keyId' in step ? step.keyId : step.type;
}
