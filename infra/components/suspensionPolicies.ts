import { iam } from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { denyBoundaryDocument, denyPolicyDocument } from '../denyPolicies.js';
import { personPolicyDocument } from '../../domain/iam/personPolicy.js';
import { physicalName, tagsOf, type StackIdentity } from '../identity.js';
import { personPolicyNames } from '../names.js';

/**
 * The policies that suspend principals and single persons. Protected from deletion: without them nobody could restore a suspended
 * principal, so everybody has to be restored before the stack is destroyed.
 */
export class SuspensionPolicies extends pulumi.ComponentResource {
  constructor(
    name: string,
    { identity, personPolicies }: { readonly identity: StackIdentity; readonly personPolicies: number },
    options?: pulumi.ComponentResourceOptions,
  ) {
    super('bedrock-budgeteer:infra:SuspensionPolicies', name, {}, options);
    const create = (suffix: string, description: string, document: object, ignored: string[] = []): iam.Policy =>
      new iam.Policy(
        `${name}-${suffix}`,
        { name: physicalName(identity, suffix), description, policy: JSON.stringify(document), tags: tagsOf(identity) },
        // IAM cannot change a description; a new one would replace the protected policy.
        { parent: this, protect: true, ignoreChanges: ['description', ...ignored] },
      );
    create('deny', 'Attached to principals whose Bedrock budget is spent', denyPolicyDocument());
    create('deny-boundary', 'The same as a boundary, for principals without a free attachment', denyBoundaryDocument());
    for (const suffix of personPolicyNames(personPolicies)) {
      // The function person-access writes the document from the list of suspended persons.
      create(suffix, 'Denies the suspended persons on its list', personPolicyDocument([]), ['policy']);
    }
    this.registerOutputs();
  }
}
