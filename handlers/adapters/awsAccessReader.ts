import { ListServiceSpecificCredentialsCommand, NoSuchEntityException, type IAMClient } from '@aws-sdk/client-iam';
import { BEDROCK_SERVICE } from '../../domain/iam/iamChange.js';
import type { PolicyHolder } from '../../domain/iam/principal.js';
import type { PrincipalAccess } from '../../domain/iam/principalAccess.js';
import type { EnforcementConfig } from '../../domain/iam/suspensionPlan.js';
import { ServiceError, TransientError } from '../runtime/errors.js';
import type { AccessReader } from '../ports/iamAccess.js';
import { describe, HOLDER_COMMANDS } from './iamCommands.js';

/** Throws what IAM answers beside that there is no such principal, and ServiceError for an answer without its fields. */
export class AwsAccessReader implements AccessReader {
  readonly #client: IAMClient;
  readonly #enforcementConfig: EnforcementConfig;

  constructor(client: IAMClient, enforcementConfig: EnforcementConfig) {
    this.#client = client;
    this.#enforcementConfig = enforcementConfig;
  }

  /**
   * The lists name only the principal, so that what they miss is the principal itself; one that IAM describes and does
   * not list is new, and IAM has yet to agree with itself on it.
   */
  async access(holder: PolicyHolder): Promise<PrincipalAccess | undefined> {
    const description = await describe(this.#client, holder);
    if (description === undefined) return undefined;
    try {
      return {
        arn: present(description.arn, holder, 'an ARN'),
        uniqueId: present(description.uniqueId, holder, 'an id'),
        boundaryArn: description.boundaryArn,
        attachedPolicyArns: await this.#attachedPolicyArns(holder),
        activeKeyIds: await this.#activeKeyIds(holder),
      };
    } catch (cause) {
      if (!(cause instanceof NoSuchEntityException)) throw cause;
      if ((await describe(this.#client, holder)) === undefined) return undefined;
      throw new TransientError(`IAM: ${labelOf(holder)} is described but not listed`, { cause });
    }
  }

  async #attachedPolicyArns(holder: PolicyHolder): Promise<readonly string[]> {
    const policyArns: string[] = [];
    for await (const { AttachedPolicies = [] } of HOLDER_COMMANDS[holder.type].attached(this.#client, holder.name)) {
      policyArns.push(...AttachedPolicies.map(({ PolicyArn }) => present(PolicyArn, holder, 'the ARN of a policy')));
    }
    return policyArns;
  }

  /** Only where they are to be deactivated: the permission is not granted otherwise. The SDK has no paginator for it. */
  async #activeKeyIds(holder: PolicyHolder): Promise<readonly string[]> {
    if (holder.type === 'role' || !this.#enforcementConfig.deactivatesKeys) return [];
    const keyIds: string[] = [];
    const input = { UserName: holder.name, ServiceName: BEDROCK_SERVICE };
    let Marker: string | undefined;
    do {
      const page = await this.#client.send(new ListServiceSpecificCredentialsCommand({ ...input, Marker }));
      const active = (page.ServiceSpecificCredentials ?? []).filter(({ Status }) => Status === 'Active');
      keyIds.push(...active.map((key) => present(key.ServiceSpecificCredentialId, holder, 'the id of a key')));
      Marker = page.IsTruncated === true ? page.Marker : undefined;
    } while (Marker !== undefined);
    return keyIds;
  }
}

function present(value: string | undefined, holder: PolicyHolder, what: string): string {
  if (value === undefined) throw new ServiceError('IAM', `${labelOf(holder)}: an answer without ${what}`);
  return value;
}

function labelOf({ type, name }: PolicyHolder): string {
  return `${type} ${name}`;
}
