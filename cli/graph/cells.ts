import type { Box, ComponentGraph } from './componentGraph.js';
import type { LayeredEdge } from './layers.js';

/** In pixels; a monospaced font of 11 is at most 7 wide. */
export const METRICS = {
  character: 7,
  line: 15,
  padding: 10,
  columnGap: 90,
  rowGap: 22,
  margin: 24,
  lane: 14,
} as const;

/** A place in a column: a box, or the lane of an edge that passes by it. */
export interface Cell {
  readonly id: string;
  readonly height: number;
  readonly neighbours: readonly string[];
}

export function sizeOf({ title, subtitle, rows }: Box): { readonly width: number; readonly height: number } {
  const characters = Math.max(...[title, subtitle, ...rows].map(({ length }) => length));
  return {
    width: characters * METRICS.character + 2 * METRICS.padding,
    height: (rows.length + 2) * METRICS.line + 2 * METRICS.padding,
  };
}

/** The id of the cell that keeps a column free for an edge. */
export function laneId({ from, to }: { readonly from: string; readonly to: string }, column: number): string {
  return `${from} ${to} ${column}`;
}

/** The columns that an edge crosses between its ends. */
export function crossed({ from, to }: LayeredEdge, columns: ReadonlyMap<string, number>): readonly number[] {
  const [first = 0, last = 0] = [columns.get(from) ?? 0, columns.get(to) ?? 0].sort((left, right) => left - right);
  return Array.from({ length: Math.max(0, last - first - 1) }, (_, index) => first + 1 + index);
}

/** What each column has to hold. */
export function cellsOf(
  { boxes }: ComponentGraph,
  columns: ReadonlyMap<string, number>,
  edges: readonly LayeredEdge[],
): readonly (readonly Cell[])[] {
  const cells: Cell[][] = Array.from({ length: Math.max(0, ...columns.values()) + 1 }, () => []);
  for (const box of boxes) {
    const joined = edges.filter(({ from, to }) => from === box.id || to === box.id);
    const neighbours = joined.flatMap((edge) => {
      const lanes = crossed(edge, columns).map((column) => laneId(edge, column));
      return [edge.from === box.id ? edge.to : edge.from, ...lanes];
    });
    cells[columns.get(box.id) ?? 0]?.push({ id: box.id, height: sizeOf(box).height, neighbours });
  }
  for (const edge of edges) {
    for (const column of crossed(edge, columns)) {
      cells[column]?.push({ id: laneId(edge, column), height: METRICS.lane, neighbours: [edge.from, edge.to] });
    }
  }
  return cells;
}

/** A few sweeps of moving each cell to the mean place of its neighbours, which uncrosses most edges. */
export function ordered(columns: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  let current = columns;
  for (let sweep = 0; sweep < 8; sweep++) {
    const places = new Map(
      current.flatMap((cells) => cells.map(({ id }, index) => [id, (index + 0.5) / cells.length] as const)),
    );
    const mean = ({ id, neighbours }: Cell): number => {
      const known = neighbours.flatMap((neighbour) => places.get(neighbour) ?? []);
      const own = places.get(id) ?? 0;
      return [...known, own].reduce((sum, place) => sum + place, 0) / (known.length + 1);
    };
    current = current.map((cells) => [...cells].sort((left, right) => mean(left) - mean(right)));
  }
  return current;
}
