import type { Plan, PlannedResource } from '../../local/engine/plan.js';

/** A component of the stack, or the stack itself for what belongs to none. */
export interface Box {
  readonly name: string;
  /** The type of the component, as its class is called. */
  readonly type: string;
  /** The types of all resources inside, with how many of each. */
  readonly contents: readonly string[];
}

export interface Edge {
  /** What is used. */
  readonly from: Box;
  readonly to: Box;
}

export interface ComponentGraph {
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
}

const STACK = 'pulumi:pulumi:Stack';

/** The components that the program itself makes, each with all that is in it, and which of them use what of each other. */
export function componentGraph({ project, stack, resources }: Plan): ComponentGraph {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const drawn = resources.filter(({ type }) => type !== STACK && !type.startsWith('pulumi:providers:'));
  const insideOf = new Map<PlannedResource, PlannedResource[]>();
  for (const resource of drawn) {
    const owner = ownerOf(resource, byUrn);
    insideOf.set(owner, [...(insideOf.get(owner) ?? []), resource]);
  }
  const boxes = new Map<string, Box>();
  for (const [owner, inside] of insideOf) {
    const box = boxOf(owner, inside);
    for (const { urn } of inside) boxes.set(urn, box);
  }
  return { title: `${project}/${stack}`, boxes: [...new Set(boxes.values())], edges: edgesOf(drawn, boxes) };
}

/** The component right below the stack; the stack for a resource that lies in none; the resource where there is no stack. */
function ownerOf(resource: PlannedResource, byUrn: ReadonlyMap<string, PlannedResource>): PlannedResource {
  const parent = resource.parent === undefined ? undefined : byUrn.get(resource.parent);
  if (parent === undefined) return resource;
  return parent.type === STACK && !resource.custom ? resource : ownerOf(parent, byUrn);
}

function boxOf({ name, type }: PlannedResource, inside: readonly PlannedResource[]): Box {
  const counts = new Map<string, number>();
  for (const kind of inside.filter(({ custom }) => custom).map((one) => shortType(one.type))) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const contents = [...counts].sort().map(([kind, count]) => (count === 1 ? kind : `${kind} ×${count}`));
  return { name, type: type.split(':').at(-1) ?? type, contents };
}

/** `aws:sqs/queue:Queue` is `sqs Queue` to people. */
function shortType(type: string): string {
  const [, module = '', kind = type] = type.split(':');
  return `${module.split('/')[0] ?? ''} ${kind}`;
}

function edgesOf(resources: readonly PlannedResource[], boxes: ReadonlyMap<string, Box>): readonly Edge[] {
  const users = new Map<Box, Set<Box>>();
  for (const { urn, dependencies } of resources) {
    const to = boxes.get(urn);
    for (const from of dependencies.map((dependency) => boxes.get(dependency))) {
      if (from === undefined || to === undefined || from === to) continue;
      users.set(from, (users.get(from) ?? new Set()).add(to));
    }
  }
  return [...users].flatMap(([from, all]) => [...all].map((to) => ({ from, to })));
}
