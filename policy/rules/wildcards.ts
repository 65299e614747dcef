import { ALLOWED_WILDCARDS } from '../allowedWildcards.js';
import { grantsOf } from '../documents.js';
import type { CheckedResource } from '../resource.js';
import type { ResourceRule } from '../rule.js';
import type { Statement } from '../statements.js';

/** An account's root, through which IAM administers a key (KMS Developer Guide, "Default key policy"). */
const ACCOUNT_ROOT = /^(arn:[^:]+:iam::\d{12}:root|\d{12})$/;

export const actionWildcards: ResourceRule = {
  name: 'no-action-wildcards',
  description: 'Grants name their actions; a * has a reason in policy/allowedWildcards.ts.',
  scope: 'resource',
  violations: (resource) =>
    grantsOf(resource).flatMap(({ kind, grant }) =>
      grant.actions
        .filter((action) => /[*?]/.test(action))
        .filter((action) => !(kind === 'key' && administers(action, grant)))
        .filter((action) => !resourcesOf(grant).every((one) => isAllowed(resource, action, one)))
        .map((action) => `allows ${action}, which has no reason in policy/allowedWildcards.ts`),
    ),
};

/** Key policies are exempt: there the resource is the key itself. */
export const resourceWildcards: ResourceRule = {
  name: 'no-resource-wildcards',
  description: 'Grants name their resources; a * has a reason in policy/allowedWildcards.ts.',
  scope: 'resource',
  violations: (resource) =>
    grantsOf(resource).flatMap(({ kind, grant }) =>
      grant.resources
        .filter((one) => isWide(one) && kind !== 'key')
        .flatMap((one) =>
          grant.actions
            .filter((action) => !isAllowed(resource, action, one))
            .map((action) => `allows ${action} on ${one}, which has no reason in policy/allowedWildcards.ts`),
        ),
    ),
};

export const invertedGrants: ResourceRule = {
  name: 'no-inverted-grants',
  description: 'No grant of all but some actions, resources or principals.',
  scope: 'resource',
  violations: (resource) =>
    grantsOf(resource).flatMap(({ grant }) => grant.inversions.map((inversion) => `allows with ${inversion}`)),
};

/** A trust policy names no resource, and a preview may not know it. */
function resourcesOf({ resources }: Statement): readonly string[] {
  return resources.length === 0 ? ['*'] : resources;
}

function administers(action: string, { principals }: Statement): boolean {
  return action === 'kms:*' && principals.length > 0 && principals.every(({ id }) => ACCOUNT_ROOT.test(id));
}

/** Everything, or everything of an account or service: `*`, `arn:aws:s3:::*`. In an ARN `*` also matches colons. */
function isWide(resource: string): boolean {
  return resource
    .split(':')
    .slice(5)
    .every((part) => /^[*?/]*$/.test(part));
}

function isAllowed({ type, name }: CheckedResource, action: string, resource: string): boolean {
  return ALLOWED_WILDCARDS.some(
    (allowed) =>
      allowed.actions.includes(action) &&
      (allowed.resource === '*' || allowed.resource === resource) &&
      allowed.type === type &&
      (allowed.name ?? name) === name,
  );
}
