import type { Plan } from '../../local/engine/plan.js';
import { BILLED_TYPES, type Fixed } from './billedTypes.js';
import { FREE_TYPES } from './freeTypes.js';

/** What a stack costs a month by being there, resource by resource. Throws for a type that nobody has classified. */
export async function fixedCosts(plan: Plan): Promise<readonly Fixed[]> {
  const custom = plan.resources.filter(({ custom, type }) => custom && !type.startsWith('pulumi:'));
  const unknown = [...new Set(custom.map(({ type }) => type))].filter(
    (type) => BILLED_TYPES[type] === undefined && !FREE_TYPES.includes(type),
  );
  if (unknown.length > 0) {
    throw new Error(`${unknown.join(', ')}: billed by being there? See bench/ownCost/freeTypes.ts and billedTypes.ts`);
  }
  const costs: Fixed[] = [];
  for (const resource of custom) {
    const cost = await BILLED_TYPES[resource.type]?.(resource, plan);
    if (cost !== undefined) costs.push(cost);
  }
  return costs;
}
