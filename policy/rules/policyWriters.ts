import { grantsOf } from '../documents.js';
import type { CheckedResource } from '../resource.js';
import type { ResourceRule } from '../rule.js';
import type { Statement } from '../statements.js';

/** Each changes what all users and roles that carry a managed policy may do. */
const WRITES = [
  'iam:createpolicy',
  'iam:createpolicyversion',
  'iam:setdefaultpolicyversion',
  'iam:deletepolicyversion',
];

/** The one role that may, and the policies by which single persons are denied. */
const WRITER = { type: 'aws:iam/rolePolicy:RolePolicy', name: 'workflows-person-access-role-policy' };
const PERSON_POLICY = /^arn:[a-z-]+:iam::\d{12}:policy\/bedrock-budgeteer-[a-z0-9]+-persons-[1-9]$/;

export const policyWriters: ResourceRule = {
  name: 'policy-writers',
  description:
    'Nobody may write versions of managed policies but person-access, and it those alone that deny persons: whoever may could allow everything.',
  scope: 'resource',
  violations: (resource) =>
    grantsOf(resource).flatMap(({ grant }) =>
      grant.actions
        .filter((action) => WRITES.includes(action.toLowerCase()))
        .filter(() => !isPersonAccess(resource, grant))
        .map((action) => `allows ${action} on ${grant.resources.join(', ') || 'what is not known'}`),
    ),
};

function isPersonAccess({ type, name }: CheckedResource, { resources }: Statement): boolean {
  return type === WRITER.type && name === WRITER.name && resources.every((one) => PERSON_POLICY.test(one));
}
