import { isUnknown, type CheckedResource } from './resource.js';

/** How resources point to the one that they complete, such as the policy of a bucket. */
export interface Link {
  readonly types: readonly string[];
  readonly property: string;
}

/** What a resource is called by others. */
const CALLED_BY = ['id', 'arn', 'bucket', 'url'];

/** The resources of a stack that complete `target`. */
export function companionsOf(
  target: CheckedResource,
  resources: readonly CheckedResource[],
  { types, property }: Link,
): readonly CheckedResource[] {
  return resources.filter((one) => types.includes(one.type) && pointsTo(one, property, target));
}

/** By its name, or where a preview does not know the name yet, by what it is made from. */
function pointsTo(companion: CheckedResource, property: string, target: CheckedResource): boolean {
  const reference = companion.props[property];
  if (isUnknown(reference)) return companion.dependencies.includes(target.urn);
  return reference !== undefined && CALLED_BY.some((key) => target.props[key] === reference);
}
