import type { Plan, PlannedResource } from '../../local/engine/plan.js';

/** A component with the resources that are directly its own. */
export interface Box {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  /** Types with how many of each. */
  readonly rows: readonly string[];
}

export interface Edge {
  /** What is depended upon. */
  readonly from: string;
  readonly to: string;
}

export interface ComponentGraph {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
}

/** The components of a plan that own resources, and which of them use what of each other. */
export function componentGraph({ resources }: Plan): ComponentGraph {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const owned = new Map<string, PlannedResource[]>();
  for (const resource of resources.filter(isDrawn)) {
    const owner = ownerOf(resource);
    owned.set(owner, [...(owned.get(owner) ?? []), resource]);
  }
  const boxes = [...owned].map(([urn, children]) => boxOf(urn, byUrn.get(urn), children));
  return { boxes, edges: edgesOf(owned, byUrn) };
}

/** `aws:sqs/queue:Queue` is `sqs Queue` to people. */
function shortType(type: string): string {
  const [, module = '', kind = type] = type.split(':');
  return `${module.split('/')[0] ?? ''} ${kind}`;
}

function isDrawn({ custom, type }: PlannedResource): boolean {
  return custom && !type.startsWith('pulumi:providers:');
}

function ownerOf({ urn, custom, parent }: PlannedResource): string {
  return custom ? (parent ?? urn) : urn;
}

function boxOf(urn: string, owner: PlannedResource | undefined, children: readonly PlannedResource[]): Box {
  const counts = new Map<string, number>();
  for (const { type } of children) counts.set(shortType(type), (counts.get(shortType(type)) ?? 0) + 1);
  return {
    id: urn,
    title: owner?.name ?? urn,
    subtitle: owner?.type ?? '',
    rows: [...counts].sort().map(([type, count]) => (count === 1 ? type : `${type} ×${count}`)),
  };
}

function edgesOf(
  owned: ReadonlyMap<string, readonly PlannedResource[]>,
  byUrn: ReadonlyMap<string, PlannedResource>,
): readonly Edge[] {
  const edges = new Map<string, Edge>();
  for (const [to, children] of owned) {
    for (const dependency of children.flatMap(({ dependencies }) => dependencies)) {
      const used = byUrn.get(dependency);
      const from = used === undefined ? undefined : ownerOf(used);
      if (from !== undefined && from !== to && owned.has(from)) edges.set(`${from} ${to}`, { from, to });
    }
  }
  return [...edges.values()];
}
