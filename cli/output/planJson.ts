import {
  Asset,
  Archive,
  ResourceReference,
  Secret,
  Unknown,
  type ArchiveSource,
  type Plan,
  type PlanValue,
} from '../../local/engine/plan.js';
import { isList, isPlanObject } from '../../local/engine/planValue.js';

/** A plan for scripts. Secrets are `{"secret": true}`, unknown values `{"unknown": true}`. */
export function planJson({ resources, outputs }: Plan): object {
  return {
    resources: resources.map(({ urn, type, name, parent, dependencies, inputs, options }) => ({
      urn,
      type,
      name,
      parent,
      dependencies,
      protect: options.protect,
      inputs: valueJson(inputs),
    })),
    outputs: valueJson(outputs),
  };
}

/** A value as JSON. */
export function valueJson(value: PlanValue): unknown {
  if (value instanceof Secret) return { secret: true };
  if (value instanceof Archive) return { archive: archiveJson(value.archive) };
  if (value instanceof ResourceReference) return { urn: value.urn, id: value.id };
  if (value instanceof Unknown) return { unknown: true };
  if (value instanceof Asset) return { asset: value.asset };
  if (isList(value)) return value.map(valueJson);
  if (!isPlanObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, valueJson(inner)]));
}

function archiveJson(archive: ArchiveSource): unknown {
  return 'assets' in archive ? { assets: valueJson(archive.assets) } : archive;
}
