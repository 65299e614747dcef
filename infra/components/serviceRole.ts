import { iam } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { physicalName, tagsOf, type StackIdentity } from '../identity.js';
import type { IamStatement } from '../policies/adapterStatements.js';
import { policyText, trustOf } from '../policies/documents.js';

export interface ServiceRoleArgs {
  readonly identity: StackIdentity;
  /** Last part of the role's name. IAM is global, so a role of one Region has the Region in it. */
  readonly roleName: string;
  /** Such as `events.amazonaws.com`. */
  readonly service: string;
  /**
   * The resource for which the service assumes the role. Without it, the service has to give the account's id as
   * external id.
   */
  readonly sourceArn?: string;
  readonly statements: readonly IamStatement[];
  /** Whether the service keeps using the role after it leaves the stack. */
  readonly staysOnDelete?: boolean;
}

/** A role that a service assumes, with its one policy. */
export class ServiceRole extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: ServiceRoleArgs, options?: pulumi.ComponentResourceOptions) {
    super('bedrock-budgeteer:infra:ServiceRole', name, {}, options);
    const { identity, roleName, service, sourceArn, statements, staysOnDelete = false } = args;
    const kept = { parent: this, retainOnDelete: staysOnDelete };
    const { accountId } = identity;
    const onBehalfOf = sourceArn === undefined ? { externalId: accountId } : { accountId, sourceArn };
    const role = new iam.Role(
      `${name}-role`,
      {
        name: physicalName(identity, roleName),
        assumeRolePolicy: trustOf(service, onBehalfOf),
        tags: tagsOf(identity),
      },
      kept,
    );
    const policy = new iam.RolePolicy(`${name}-policy`, { role: role.name, policy: policyText(statements) }, kept);
    // Resolves when the role has its policy.
    this.arn = pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
    this.registerOutputs({ arn: this.arn });
  }
}
