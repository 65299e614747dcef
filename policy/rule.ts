import type { CheckedResource } from './resource.js';

interface RuleText {
  /** Names the rule in reports. */
  readonly name: string;
  readonly description: string;
}

/** Judges each resource by itself. */
export interface ResourceRule extends RuleText {
  readonly scope: 'resource';
  /** What is wrong with the resource, a sentence each. */
  readonly violations: (resource: CheckedResource) => readonly string[];
}

export interface Finding {
  readonly resource: CheckedResource;
  readonly message: string;
}

/** Judges resources by what else the stack has. */
export interface StackRule extends RuleText {
  readonly scope: 'stack';
  readonly violations: (resources: readonly CheckedResource[]) => readonly Finding[];
}

export type Rule = ResourceRule | StackRule;
