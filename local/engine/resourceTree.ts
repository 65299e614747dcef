import type { PlannedResource } from './plan.js';

/** Resources by the URN of their parent, siblings by URN. */
export function childrenByParent(
  resources: readonly PlannedResource[],
): ReadonlyMap<string | undefined, readonly PlannedResource[]> {
  const sorted = [...resources].sort((left, right) => (left.urn < right.urn ? -1 : 1));
  const byParent = new Map<string | undefined, PlannedResource[]>();
  for (const resource of sorted) byParent.set(resource.parent, [...(byParent.get(resource.parent) ?? []), resource]);
  return byParent;
}

/** Each parent before its children: an order that no timing of the program changes. */
export function inTreeOrder(resources: readonly PlannedResource[]): readonly PlannedResource[] {
  const children = childrenByParent(resources);
  const below = (urn: string | undefined): readonly PlannedResource[] =>
    (children.get(urn) ?? []).flatMap((resource) => [resource, ...below(resource.urn)]);
  return below(undefined);
}
