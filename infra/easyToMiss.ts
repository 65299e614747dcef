import type { StackConfig } from './stackConfig.js';
import type { StackIdentity } from './identity.js';

/** What a configuration leaves out that its author may believe to be in it; one line each. */
export function easyToMiss(
  { settings, regions }: Pick<StackConfig, 'settings' | 'regions'>,
  { homeRegion }: Pick<StackIdentity, 'homeRegion'>,
): readonly string[] {
  const named = [...settings.rules, ...settings.teams].flatMap(({ patterns }) => patterns);
  const persons = named.filter((pattern) => pattern.startsWith('person'));
  return [
    ...(persons.length > 0 && settings.policy.personPolicies === 0
      ? [`personPolicies: 0, so ${persons.join(', ')} are only warned about, never suspended; see docs/persons.md`]
      : []),
    ...(regions.includes(homeRegion)
      ? []
      : [`regions: ${regions.join(', ')}: calls in the stack's own Region, ${homeRegion}, are not metered`]),
  ];
}
