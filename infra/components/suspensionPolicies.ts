import { iam } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { denyBoundaryDocument, denyPolicyDocument } from '../denyPolicies.js';
import { physicalName, tagsOf, type StackIdentity } from '../identity.js';

/**
 * The two policies by which principals are suspended. Protected: a stack that is destroyed while somebody is suspended
 * would leave that principal without access and nobody to give it back, so all have to be released first.
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
        // IAM cannot change a description; a new one would replace a policy that must not go.
        { parent: this, protect: true, ignoreChanges: ['description'] },
      );
    create('deny', 'Attached to principals whose Bedrock budget is spent', denyPolicyDocument());
    create('deny-boundary', 'The same as a boundary, for principals without a free attachment', denyBoundaryDocument());
    this.registerOutputs();
  }
}
