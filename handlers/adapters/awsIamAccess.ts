import {
  LimitExceededException,
  NoSuchEntityException,
  paginateSimulatePrincipalPolicy,
  UpdateServiceSpecificCredentialCommand,
  type EvaluationResult,
  type IAMClient,
  type SimulatePrincipalPolicyRequest,
} from '@aws-sdk/client-iam';
import type { PolicyHolder } from '../../domain/iam/principal.js';
import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';
import { ConfigurationError, ServiceError } from '../runtime/errors.js';
import type { IamAccess, IamAnswer, PolicyDecision } from '../ports/iamAccess.js';
import { AwsAccessReader } from './awsAccessReader.js';
import { describe, HOLDER_COMMANDS } from './iamCommands.js';

const DECISIONS: readonly PolicyDecision[] = ['allowed', 'explicitDeny', 'implicitDeny'];

/** By a policy above the stack's own, for a principal of AWS's own, and for a key that has expired. */
const REFUSALS = ['AccessDenied', 'AccessDeniedException', 'UnmodifiableEntityException', 'InvalidInputException'];

/** InvalidInput in the API reference, InvalidInputException in the SDK; and what any query API says of a value it does not know. */
const INVALID_INPUT = ['InvalidInput', 'InvalidInputException', 'ValidationError'];

/** Throws what IAM answers beside its `absent`, `full` and `refused`, and ServiceError for an answer without its fields. */
export class AwsIamAccess extends AwsAccessReader implements IamAccess {
  readonly #client: IAMClient;
  readonly #enforcementConfig: EnforcementConfig;
  /** That SimulatePrincipalPolicy of this partition has refused. */
  readonly #unknownActions = new Set<string>();

  constructor(client: IAMClient, enforcementConfig: EnforcementConfig) {
    super(client, enforcementConfig);
    this.#client = client;
    this.#enforcementConfig = enforcementConfig;
  }

  async attachPolicy(holder: PolicyHolder, policyArn: string): Promise<IamAnswer> {
    this.#assertOwn(policyArn);
    return answered(HOLDER_COMMANDS[holder.type].attach(this.#client, holder.name, policyArn));
  }

  /** IAM answers alike that there is no such principal and that the policy is not attached to it. */
  async detachPolicy(holder: PolicyHolder, policyArn: string): Promise<IamAnswer> {
    this.#assertOwn(policyArn);
    const answer = await answered(HOLDER_COMMANDS[holder.type].detach(this.#client, holder.name, policyArn));
    if (answer !== 'absent') return answer;
    return (await describe(this.#client, holder)) === undefined ? 'absent' : 'done';
  }

  /** IAM would replace another boundary; one that somebody sets between the look and the write is replaced. */
  async setDenyBoundary(holder: PolicyHolder): Promise<IamAnswer> {
    const { denyBoundaryArn } = this.#enforcementConfig;
    const description = await describe(this.#client, holder);
    if (description === undefined) return 'absent';
    if (description.boundaryArn === denyBoundaryArn) return 'done';
    if (description.boundaryArn !== undefined) return 'full';
    return answered(HOLDER_COMMANDS[holder.type].putBoundary(this.#client, holder.name, denyBoundaryArn));
  }

  async removeDenyBoundary(holder: PolicyHolder): Promise<IamAnswer> {
    const description = await describe(this.#client, holder);
    if (description === undefined) return 'absent';
    if (description.boundaryArn !== this.#enforcementConfig.denyBoundaryArn) return 'done';
    const answer = await answered(HOLDER_COMMANDS[holder.type].deleteBoundary(this.#client, holder.name));
    if (answer !== 'absent') return answer;
    return (await describe(this.#client, holder)) === undefined ? 'absent' : 'done';
  }

  async setKeyActive(userName: string, keyId: string, isActive: boolean): Promise<IamAnswer> {
    const Status = isActive ? 'Active' : 'Inactive';
    const input = { UserName: userName, ServiceSpecificCredentialId: keyId, Status } as const;
    return answered(this.#client.send(new UpdateServiceSpecificCredentialCommand(input)));
  }

  async decisions(
    principalArn: string,
    actions: readonly string[],
    userId?: string,
  ): Promise<ReadonlyMap<string, PolicyDecision>> {
    const known = actions.filter((action) => !this.#unknownActions.has(action));
    const caller = { principalArn, userId };
    try {
      return await this.#simulated(caller, known);
    } catch (error) {
      if (!isInvalidInput(error)) throw error;
      return await this.#oneByOne(caller, known, error);
    }
  }

  /** One action that a partition does not know makes the whole call invalid; a call that is invalid for all is another matter. */
  async #oneByOne(
    caller: Caller,
    actions: readonly string[],
    refusal: unknown,
  ): Promise<ReadonlyMap<string, PolicyDecision>> {
    const decisions = new Map<string, PolicyDecision>();
    for (const action of actions) {
      try {
        for (const [name, decision] of await this.#simulated(caller, [action])) decisions.set(name, decision);
      } catch (error) {
        if (!isInvalidInput(error)) throw error;
      }
    }
    if (decisions.size === 0) throw refusal;
    for (const action of actions) if (!decisions.has(action)) this.#unknownActions.add(action);
    return decisions;
  }

  async #simulated(
    { principalArn, userId }: Caller,
    actions: readonly string[],
  ): Promise<ReadonlyMap<string, PolicyDecision>> {
    const decisions = new Map<string, PolicyDecision>();
    const input = { PolicySourceArn: principalArn, ActionNames: [...actions], ...contextOf(userId) };
    for await (const { EvaluationResults = [] } of paginateSimulatePrincipalPolicy({ client: this.#client }, input)) {
      for (const { EvalActionName = '', EvalDecision } of EvaluationResults) {
        decisions.set(EvalActionName, decisionOf(EvalDecision, principalArn));
      }
    }
    const missing = actions.filter((action) => !decisions.has(action));
    if (missing.length === 0) return decisions;
    throw new ServiceError('IAM', `SimulatePrincipalPolicy ${principalArn}: no decision on ${missing.join(', ')}`);
  }

  #assertOwn(policyArn: string): void {
    const { denyPolicyArn, detachPolicyArns, personPolicyArns } = this.#enforcementConfig;
    if ([denyPolicyArn, ...detachPolicyArns, ...personPolicyArns].includes(policyArn)) return;
    throw new ConfigurationError(`${policyArn} is not a policy that this stack attaches or detaches`);
  }
}

/** Whose access is simulated. */
interface Caller {
  readonly principalArn: string;
  readonly userId: string | undefined;
}

function contextOf(userId: string | undefined): Pick<SimulatePrincipalPolicyRequest, 'ContextEntries'> {
  if (userId === undefined) return {};
  return {
    ContextEntries: [{ ContextKeyName: 'aws:userid', ContextKeyType: 'string', ContextKeyValues: [userId] }],
  };
}

async function answered(call: Promise<unknown>): Promise<IamAnswer> {
  try {
    await call;
    return 'done';
  } catch (error) {
    if (error instanceof NoSuchEntityException) return 'absent';
    if (error instanceof LimitExceededException) return 'full';
    if (error instanceof Error && REFUSALS.includes(error.name)) return 'refused';
    throw error;
  }
}

function isInvalidInput(error: unknown): boolean {
  return error instanceof Error && INVALID_INPUT.includes(error.name);
}

function decisionOf(decision: EvaluationResult['EvalDecision'], principalArn: string): PolicyDecision {
  const known = DECISIONS.find((one) => one === decision);
  if (known !== undefined) return known;
  throw new ServiceError('IAM', `SimulatePrincipalPolicy ${principalArn}: unknown decision ${String(decision)}`);
}
