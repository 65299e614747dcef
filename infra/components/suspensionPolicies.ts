import { iam } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { denyBoundaryDocument, denyPolicyDocument } from '../denyPolicies.js';
import { physicalName, tagsOf, type StackIdentity } from '../identity.js';

/**
 * The two policies that suspend principals. Protected from deletion: without them nobody could restore a suspended
 * principal, so everybody has to be restored before the stack is destroyed.
 */
export class SuspensionPolicies extends pulumi.ComponentResource {
  constructor(
    name: string,
    { identity }: { readonly identity: StackIdentity },
    options?: pulumi.ComponentResourceOptions,
  ) {
    super('bedrock-budgeteer:infra:SuspensionPolicies', name, {}, options);
    const create = (suffix: string, description: string, document: object): iam.Policy =>
      new iam.Policy(
        `${name}-${suffix}`,
        { name: physicalName(identity, suffix), description, policy: JSON.stringify(document), tags: tagsOf(identity) },
        // IAM cannot change a description; a new one would replace the protected policy.
        { parent: this, protect: true, ignoreChanges: ['description'] },
      );
    create('deny', 'Attached to principals whose Bedrock budget is spent', denyPolicyDocument());
    create('deny-boundary', 'The same as a boundary, for principals without a free attachment', denyBoundaryDocument());
    this.registerOutputs();
  }
}
