import type { CheckedResource } from './resource.js';

interface RuleText {
  /** Names the rule in reports. */
  readonly name: string;
  readonly description: string;
}

/** Judges each resource on its own. */
export interface ResourceRule extends RuleText {
  readonly scope: 'resource';
  /** What is wrong with the resource, a sentence each. */
  readonly violations: (resource: CheckedResource) => readonly string[];
}

export interface Finding {
  readonly resource: CheckedResource;
  readonly message: string;
}

/** Judges a resource together with the rest of the stack. */
export interface StackRule extends RuleText {
  readonly scope: 'stack';
  readonly violations: (resources: readonly CheckedResource[]) => readonly Finding[];
}

export type Rule = ResourceRule | StackRule;
