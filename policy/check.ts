import type { CheckedResource, Properties } from './resource.js';
import type { Finding, Rule } from './rule.js';
import { RULES } from './rules/all.js';

/** A resource of `budgeteer plan --json`. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
  readonly protect?: boolean;
  readonly dependencies?: readonly string[];
}

export interface Violation {
  readonly rule: string;
  readonly urn: string;
  /** What is wrong with the resource, such as `is not rotated`. */
  readonly message: string;
}

/** What the pack would report for these resources as one stack. */
export function checkResources(planned: readonly PlannedResource[]): readonly Violation[] {
  const resources = planned.map(({ inputs, protect = false, dependencies = [], ...rest }) => ({
    ...rest,
    props: inputs,
    protect,
    dependencies,
  }));
  return RULES.flatMap((rule) =>
    findingsOf(rule, resources).map(({ resource, message }) => ({ rule: rule.name, urn: resource.urn, message })),
  );
}

function findingsOf(rule: Rule, resources: readonly CheckedResource[]): readonly Finding[] {
  if (rule.scope === 'stack') return rule.violations(resources);
  return resources.flatMap((resource) => rule.violations(resource).map((message) => ({ resource, message })));
}
