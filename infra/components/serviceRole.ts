import { iam } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { physicalName, tagsOf, type StackIdentity } from '../identity.js';
import type { IamStatement } from '../policies/adapterStatements.js';
import { policyText, trustOf } from '../policies/documents.js';

export interface ServiceRoleArgs {
  readonly identity: StackIdentity;
  /** Ends the role's name; IAM is global, so it says the Region where there is one role a Region. */
  readonly roleName: string;
  /** Such as `events.amazonaws.com`. */
  readonly service: string;
  /** For what the service takes the role on; one that does not say has the account's id to give. */
  readonly sourceArn?: string;
  readonly statements: readonly IamStatement[];
  /** Whether the service goes on by the role once the stack has let go of it; no by default. */
  readonly staysOnDelete?: boolean;
}

/** A role that a service takes on, with its one policy. */
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
    // Whoever uses the role needs it with its policy.
    this.arn = pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);
    this.registerOutputs({ arn: this.arn });
  }
}
