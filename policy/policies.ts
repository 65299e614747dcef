import type {
  Policies,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from '@pulumi/policy';
import type { CheckedResource, Properties } from './resource.js';
import type { Rule } from './rule.js';
import { RULES } from './rules/all.js';

/** The rules in Pulumi's form; a violation stops the deployment. */
export const POLICIES: Policies = RULES.map(policyOf);

function policyOf(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const { name, description } = rule;
  if (rule.scope === 'resource') {
    return {
      name,
      description,
      enforcementLevel: 'mandatory',
      validateResource: (args, report) => {
        for (const message of rule.violations(resourceOf(args, []))) report(message);
      },
    };
  }
  return {
    name,
    description,
    enforcementLevel: 'mandatory',
    validateStack: ({ resources }, report) => {
      const checked = resources.map((one) => resourceOf(one, one.dependencies));
      for (const { resource, message } of rule.violations(checked)) report(message, resource.urn);
    },
  };
}

function resourceOf(
  { urn, type, name, props, opts }: PolicyResource | ResourceValidationArgs,
  dependencies: readonly PolicyResource[],
): CheckedResource {
  return {
    urn,
    type,
    name,
    props: unguarded(props),
    protect: opts.protect,
    dependencies: dependencies.map((one) => one.urn),
  };
}

/**
 * A copy without Pulumi's guards. These throw when a rule reads a property that the preview does not know, and Pulumi
 * then skips the rule for the resource. With the copy the rules see unknown values and judge the rest.
 */
function unguarded(props: Properties): Properties {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(props));
  return Object.fromEntries(descriptors.map(([key, { value }]) => [key, value as unknown]));
}
