import type { JsonObject } from '../../../domain/json.js';
import type { PolicyHolder } from '../../../domain/iam/principal.js';
import type { PrincipalAccess } from '../../../domain/iam/principalAccess.js';
import type { EnforcementConfig } from '../../../domain/iam/suspensionPlan.js';
import type { IamAccess, IamAnswer, PolicyDecision } from '../../../handlers/ports/iamAccess.js';
import type { MemoryIam } from '../../memory/memoryIam.js';
import type { Access } from './policyStatements.js';
import { AccessDenied } from '../worldError.js';

export interface AccessParts {
  /** The account, as this function's enforcement config sees it. */
  readonly iam: MemoryIam;
  readonly enforcementConfig: EnforcementConfig;
  /** A principal's ARN, for the role's permissions. */
  readonly arnOf: (holder: PolicyHolder) => string;
  readonly assertAllowed: (access: Access) => void;
  /** Called after each change. */
  readonly changed: (eventName: string, holder: PolicyHolder, parameters: JsonObject) => void;
}

/** IAM for one function: checked against its role, recorded by CloudTrail. */
export class WorldIamAccess implements IamAccess {
  readonly #parts: AccessParts;

  constructor(parts: AccessParts) {
    this.#parts = parts;
  }

  async access(holder: PolicyHolder): Promise<PrincipalAccess | undefined> {
    const { iam, enforcementConfig } = this.#parts;
    await Promise.resolve();
    const calls = [`Get${titleOf(holder)}`, `ListAttached${titleOf(holder)}Policies`];
    const keys = enforcementConfig.deactivatesKeys && holder.type === 'user' ? ['ListServiceSpecificCredentials'] : [];
    for (const call of [...calls, ...keys]) this.#assert(holder, call);
    return iam.access(holder);
  }

  attachPolicy(holder: PolicyHolder, policyArn: string): Promise<IamAnswer> {
    const change = { call: `Attach${titleOf(holder)}Policy`, context: { 'iam:PolicyARN': policyArn } };
    return this.#change(holder, { ...change, parameters: { policyArn } }, (iam) => iam.attachPolicy(holder, policyArn));
  }

  detachPolicy(holder: PolicyHolder, policyArn: string): Promise<IamAnswer> {
    const change = { call: `Detach${titleOf(holder)}Policy`, context: { 'iam:PolicyARN': policyArn } };
    return this.#change(holder, { ...change, parameters: { policyArn } }, (iam) => iam.detachPolicy(holder, policyArn));
  }

  setDenyBoundary(holder: PolicyHolder): Promise<IamAnswer> {
    const { denyBoundaryArn } = this.#parts.enforcementConfig;
    const change = {
      call: `Put${titleOf(holder)}PermissionsBoundary`,
      context: { 'iam:PermissionsBoundary': denyBoundaryArn },
      parameters: { permissionsBoundary: denyBoundaryArn },
    };
    return this.#change(holder, change, (iam) => iam.setDenyBoundary(holder));
  }

  removeDenyBoundary(holder: PolicyHolder): Promise<IamAnswer> {
    const context = { 'iam:PermissionsBoundary': this.#parts.enforcementConfig.denyBoundaryArn };
    const change = { call: `Delete${titleOf(holder)}PermissionsBoundary`, context, parameters: {} };
    return this.#change(holder, change, (iam) => iam.removeDenyBoundary(holder));
  }

  setKeyActive(userName: string, keyId: string, isActive: boolean): Promise<IamAnswer> {
    const holder = { type: 'user', name: userName } as const;
    const context = { 'iam:ServiceSpecificCredentialServiceName': 'bedrock.amazonaws.com' };
    const change = { call: 'UpdateServiceSpecificCredential', context, parameters: { keyId } };
    return this.#change(holder, change, (iam) => iam.setKeyActive(userName, keyId, isActive));
  }

  async decisions(
    principalArn: string,
    actions: readonly string[],
    userId?: string,
  ): Promise<ReadonlyMap<string, PolicyDecision>> {
    await Promise.resolve();
    this.#parts.assertAllowed({ action: 'iam:SimulatePrincipalPolicy', resource: principalArn });
    return this.#parts.iam.decisions(principalArn, actions, userId);
  }

  /** A refusal of IAM is an answer, as from the adapter. */
  async #change(
    holder: PolicyHolder,
    change: Change,
    make: (iam: MemoryIam) => Promise<IamAnswer>,
  ): Promise<IamAnswer> {
    await Promise.resolve();
    try {
      this.#assert(holder, change.call, change.context);
    } catch (error) {
      if (error instanceof AccessDenied) return 'refused';
      throw error;
    }
    const answer = await make(this.#parts.iam);
    if (answer === 'done') this.#parts.changed(change.call, holder, change.parameters);
    return answer;
  }

  #assert(holder: PolicyHolder, call: string, context: Readonly<Record<string, string>> = {}): void {
    this.#parts.assertAllowed({ action: `iam:${call}`, resource: this.#parts.arnOf(holder), context });
  }
}

interface Change {
  readonly call: string;
  readonly context: Readonly<Record<string, string>>;
  readonly parameters: JsonObject;
}

function titleOf({ type }: PolicyHolder): string {
  return type === 'user' ? 'User' : 'Role';
}
