import { isMissing, valueAt } from '../resource.js';
import type { ResourceRule } from '../rule.js';
import { TAGGABLE_TYPES } from '../taggableTypes.js';

const REQUIRED = ['Project', 'Stack'];

export const requiredTags: ResourceRule = {
  name: 'required-tags',
  description: `What takes tags has the tags ${REQUIRED.join(' and ')}.`,
  scope: 'resource',
  violations: ({ type, props }) =>
    TAGGABLE_TYPES.has(type)
      ? REQUIRED.filter((tag) => isMissing(valueAt(props['tags'], tag))).map((tag) => `has no tag ${tag}`)
      : [],
};
