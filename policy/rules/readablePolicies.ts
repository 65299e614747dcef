import { documentsOf } from '../documents.js';
import type { ResourceRule } from '../rule.js';
import { isUnreadable } from '../statements.js';

export const readablePolicies: ResourceRule = {
  name: 'readable-policies',
  description: 'Every policy is JSON with statements, for what cannot be read cannot be judged.',
  scope: 'resource',
  violations: (resource) =>
    documentsOf(resource)
      .filter(({ source }) => isUnreadable(source))
      .map(() => 'has a policy without statements that can be read'),
};
