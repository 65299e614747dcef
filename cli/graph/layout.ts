import { cellsOf, crossed, laneId, METRICS, ordered, sizeOf, type Cell } from './cells.js';
import type { Box, ComponentGraph } from './componentGraph.js';
import { layered, type LayeredEdge } from './layers.js';

export interface PlacedBox extends Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Route {
  readonly from: string;
  readonly to: string;
  readonly isBackward: boolean;
  /** From the side of one box to the facing side of the other. */
  readonly points: readonly Point[];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly routes: readonly Route[];
}

interface Span {
  readonly x: number;
  readonly width: number;
}

/** Columns from what is used to what uses it; in each column, boxes beside what they are joined to. */
export function layOut(graph: ComponentGraph): Layout {
  const { columns, edges } = layered(
    graph.boxes.map(({ id }) => id),
    graph.edges,
  );
  const placed = stacked(ordered(cellsOf(graph, columns, edges)));
  const spans = columnSpans(graph, columns);
  const boxes = graph.boxes.map((box): PlacedBox => {
    const span = spanAt(spans, columns.get(box.id) ?? 0);
    return { ...box, ...span, height: sizeOf(box).height, y: placed.get(box.id) ?? 0 };
  });
  return {
    width: Math.max(0, ...boxes.map(({ x, width }) => x + width)) + METRICS.margin,
    height: Math.max(0, ...boxes.map(({ y, height }) => y + height), ...placed.values()) + METRICS.margin,
    boxes,
    routes: edges.map((edge) => routeOf(edge, columns, spans, placed, boxes)),
  };
}

/** The top of each cell; columns are centred on the tallest. */
function stacked(columns: readonly (readonly Cell[])[]): ReadonlyMap<string, number> {
  const heightOf = (cells: readonly Cell[]): number =>
    cells.reduce((sum, { height }) => sum + height + METRICS.rowGap, -METRICS.rowGap);
  const tallest = Math.max(0, ...columns.map(heightOf));
  const tops = new Map<string, number>();
  for (const cells of columns) {
    let top = METRICS.margin + (tallest - heightOf(cells)) / 2;
    for (const { id, height } of cells) {
      tops.set(id, top);
      top += height + METRICS.rowGap;
    }
  }
  return tops;
}

/** Boxes of a column are equally wide, so that no edge starts under its neighbour. */
function columnSpans({ boxes }: ComponentGraph, columns: ReadonlyMap<string, number>): readonly Span[] {
  const widths: number[] = [];
  for (const box of boxes) {
    const column = columns.get(box.id) ?? 0;
    widths[column] = Math.max(widths[column] ?? 0, sizeOf(box).width);
  }
  let x: number = METRICS.margin;
  return widths.map((width) => {
    const span = { x, width };
    x += width + METRICS.columnGap;
    return span;
  });
}

function spanAt(spans: readonly Span[], column: number): Span {
  return spans[column] ?? { x: 0, width: 0 };
}

function routeOf(
  edge: LayeredEdge,
  columns: ReadonlyMap<string, number>,
  spans: readonly Span[],
  tops: ReadonlyMap<string, number>,
  boxes: readonly PlacedBox[],
): Route {
  const [from, to] = [edge.from, edge.to].map((id) => boxes.find((box) => box.id === id));
  if (from === undefined || to === undefined) throw new Error(`an edge without a box: ${edge.from} to ${edge.to}`);
  const lanes = crossed(edge, columns).flatMap((column): readonly Point[] => {
    const { x, width } = spanAt(spans, column);
    const y = (tops.get(laneId(edge, column)) ?? 0) + METRICS.lane / 2;
    return [
      { x, y },
      { x: x + width, y },
    ];
  });
  const right = (box: PlacedBox): Point => ({ x: box.x + box.width, y: box.y + box.height / 2 });
  const left = (box: PlacedBox): Point => ({ x: box.x, y: box.y + box.height / 2 });
  // An edge against the others leads from a column to one on its left.
  const points = edge.isBackward ? [left(from), ...lanes.toReversed(), right(to)] : [right(from), ...lanes, left(to)];
  return { ...edge, points };
}
