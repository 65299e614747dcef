import { isUnknown, type CheckedResource } from './resource.js';

/** How a resource refers to the one that it completes: a bucket policy to its bucket. */
export interface Link {
  readonly types: readonly string[];
  readonly property: string;
}

/** Properties by which other resources refer to a resource. */
const CALLED_BY = ['id', 'arn', 'bucket', 'url'];

/** The stack's resources that complete `target`. */
export function companionsOf(
  target: CheckedResource,
  resources: readonly CheckedResource[],
  { types, property }: Link,
): readonly CheckedResource[] {
  return resources.filter((one) => types.includes(one.type) && pointsTo(one, property, target));
}

/** By its name or, where a preview does not know the name yet, by its dependencies. */
function pointsTo(companion: CheckedResource, property: string, target: CheckedResource): boolean {
  const reference = companion.props[property];
  if (isUnknown(reference)) return companion.dependencies.includes(target.urn);
  return reference !== undefined && CALLED_BY.some((key) => target.props[key] === reference);
}
