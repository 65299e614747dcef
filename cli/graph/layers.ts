import type { Edge } from './componentGraph.js';

/** An edge against the others would close a circle: it is drawn, but moves nobody. */
export interface LayeredEdge extends Edge {
  readonly isBackward: boolean;
}

export interface Layering {
  /** Column of each node: one right of the rightmost it depends on. */
  readonly columns: ReadonlyMap<string, number>;
  readonly edges: readonly LayeredEdge[];
}

/** Assigns columns by the longest path. Components may use each other in a circle, resources may not. */
export function layered(nodes: readonly string[], edges: readonly Edge[]): Layering {
  const backward = backwardEdges(nodes, edges);
  const forward = edges.filter((edge) => !backward.has(edge));
  const columns = new Map<string, number>();
  const columnOf = (node: string): number => {
    const known = columns.get(node);
    if (known !== undefined) return known;
    const before = forward.filter(({ to }) => to === node).map(({ from }) => columnOf(from) + 1);
    const column = Math.max(0, ...before);
    columns.set(node, column);
    return column;
  };
  nodes.forEach(columnOf);
  return { columns, edges: edges.map((edge) => ({ ...edge, isBackward: backward.has(edge) })) };
}

/** Those that lead to a node on the way from a root to it, in a depth-first walk. */
function backwardEdges(nodes: readonly string[], edges: readonly Edge[]): ReadonlySet<Edge> {
  const backward = new Set<Edge>();
  const done = new Set<string>();
  const visit = (node: string, path: ReadonlySet<string>): void => {
    if (done.has(node)) return;
    for (const edge of edges.filter(({ from }) => from === node)) {
      if (path.has(edge.to)) backward.add(edge);
      else visit(edge.to, new Set([...path, edge.to]));
    }
    done.add(node);
  };
  for (const node of nodes) visit(node, new Set([node]));
  return backward;
}
