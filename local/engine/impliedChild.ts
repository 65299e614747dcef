import type { ImpliedChild } from './aws/remoteComponents.js';
import { ResourceReference, type PlannedResource, type PlanObject, type PlanValue } from './plan.js';
import { isList } from './planValue.js';
import { NO_OPTIONS, type Registration } from './registration.js';

/** The child as its component's provider would register it. */
export function implied(
  { type, suffix }: ImpliedChild,
  { name, parent, providers }: Pick<Registration, 'name' | 'parent' | 'providers'>,
): Registration {
  return {
    type,
    name: `${name}${suffix}`,
    parent,
    custom: true,
    remote: false,
    inputs: {},
    dependencies: [],
    propertyDependencies: {},
    provider: providers['aws'],
    providers: {},
    options: NO_OPTIONS,
  };
}

/** The outputs of the component that speak of the child, after those of its earlier children. */
export function outputsOf(child: ImpliedChild, { urn, id }: PlannedResource, sofar: PlanObject): PlanObject {
  const add = (output: string | undefined, value: PlanValue): PlanObject => {
    if (output === undefined) return {};
    const before = sofar[output];
    return { [output]: child.list ? [...(isList(before) ? before : []), value] : value };
  };
  return { ...add(child.output, new ResourceReference(urn, id)), ...add(child.idOutput, id ?? null) };
}
