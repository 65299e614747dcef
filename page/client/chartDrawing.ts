import { scaleBand, scaleLinear } from 'd3-scale';
import {
  stack,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolSquare2,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3-shape';
import type { EventKind } from '../../domain/report/reportEvent.js';
import { grouped } from '../exact.js';
import type { Bin } from './bins.js';
import { svg } from './dom.js';
import { KIND_NAMES } from './names.js';

export interface ChartSize {
  readonly width: number;
  /** Of the bars alone. */
  readonly height: number;
}

export interface Drawing {
  readonly element: SVGSVGElement;
  /** The bar under a place in the drawing, in its units. */
  readonly binAt: (x: number) => number;
  /** Shows which bar is looked at. */
  readonly point: (bin: number) => void;
}

const MARGIN = { top: 10, right: 12, bottom: 24, left: 56 };
const LANE = 18;
/** Of `2026-11-04`. */
const LABEL_WIDTH = 72;

const SYMBOLS: Readonly<Record<EventKind, typeof symbolCircle>> = {
  warning: symbolDiamond,
  critical: symbolSquare,
  exceeded: symbolTriangle,
  'would-have-suspended': symbolWye,
  suspended: symbolStar,
  'suspension-failed': symbolSquare2,
  restored: symbolCircle,
  'limit-changed': symbolCross,
};

/** The kinds that happened, in the order in which they are drawn. */
export function kindsIn(bins: readonly Bin[]): readonly EventKind[] {
  const happened = new Set(bins.flatMap(({ events }) => [...events.keys()]));
  return (Object.keys(KIND_NAMES) as EventKind[]).filter((kind) => happened.has(kind));
}

export function symbolPath(kind: EventKind): SVGElement {
  return svg('path', { class: `mark ${kind}`, d: symbol(SYMBOLS[kind], 44)() ?? '' });
}

/** Stacked bars of some layers, a line at what limits allow, and below a row for each kind of event. */
export function drawChart(
  bins: readonly Bin[],
  shownLayers: readonly number[],
  allowance: number,
  { width, height }: ChartSize,
): Drawing {
  const kinds = kindsIn(bins);
  const x = scaleBand<number>(bins.keys(), [MARGIN.left, width - MARGIN.right]).paddingInner(0.15);
  const heights = bins.map(({ layers }) => shownLayers.reduce((sum, layer) => sum + Number(layers[layer] ?? 0), 0));
  const highest = Math.max(...heights, 0);
  const isLineDrawn = allowance > 0 && allowance <= 2 * highest;
  const y = scaleLinear(
    [0, Math.max(highest, isLineDrawn ? allowance : 0, 1e-6)],
    [MARGIN.top + height, MARGIN.top],
  ).nice(4);
  const total = MARGIN.top + height + MARGIN.bottom + kinds.length * LANE;
  const pointer = svg('rect', {
    class: 'pointer',
    y: MARGIN.top,
    height: height,
    width: x.bandwidth(),
    visibility: 'hidden',
  });
  const parts = [
    ...grid(y, width),
    pointer,
    ...bars(bins, shownLayers, x, y),
    ...(isLineDrawn
      ? [
          svg('line', {
            class: 'allowance',
            x1: MARGIN.left,
            x2: width - MARGIN.right,
            y1: y(allowance),
            y2: y(allowance),
          }),
        ]
      : []),
    ...dayLabels(bins, x, MARGIN.top + height),
    ...kinds.flatMap((kind, lane) => marks(kind, bins, x, MARGIN.top + height + MARGIN.bottom + (lane + 0.5) * LANE)),
  ];
  const element = svg(
    'svg',
    { viewBox: `0 0 ${width} ${total}`, width, height: total, 'aria-hidden': 'true' },
    ...parts,
  );
  return {
    element,
    binAt: (place) => Math.max(0, Math.min(bins.length - 1, Math.floor((place - MARGIN.left) / x.step()))),
    point: (bin) => {
      pointer.setAttribute('x', String(x(bin) ?? 0));
      pointer.setAttribute('visibility', 'visible');
    },
  };
}

type Across = ReturnType<typeof scaleBand<number>>;
type Up = ReturnType<typeof scaleLinear<number, number>>;

function grid(y: Up, width: number): readonly SVGElement[] {
  const ticks = y.ticks(4);
  const decimals = decimalsOf(ticks);
  return ticks.flatMap((value) => [
    svg('line', { class: 'grid', x1: MARGIN.left, x2: width - MARGIN.right, y1: y(value), y2: y(value) }),
    svg(
      'text',
      { class: 'axis', x: MARGIN.left - 6, y: y(value) + 4, 'text-anchor': 'end' },
      tickText(value, decimals),
    ),
  ]);
}

/** Whole dollars, or cents, or what is below them, as all ticks need. */
function tickText(value: number, decimals: number): string {
  const [whole = '', part] = value.toFixed(decimals).split('.');
  return `$${grouped(whole)}${part === undefined ? '' : `.${part}`}`;
}

function decimalsOf(ticks: readonly number[]): number {
  const smallest = Math.min(...ticks.filter((value) => value > 0));
  const step = Math.max(0, -Math.floor(Math.log10(smallest)));
  if (ticks.every((value) => Number.isInteger(value))) return 0;
  return Math.max(2, step);
}

function bars(bins: readonly Bin[], shownLayers: readonly number[], x: Across, y: Up): readonly SVGElement[] {
  const stacked = stack<unknown, Bin, number>()
    .keys(shownLayers)
    .value(({ layers }, layer) => Number(layers[layer] ?? 0))(bins);
  return stacked.map((layer) => {
    const rects = [...layer.entries()].flatMap(([index, [from, to]]) =>
      to > from ? [svg('rect', { x: x(index) ?? 0, width: x.bandwidth(), y: y(to), height: y(from) - y(to) })] : [],
    );
    return svg('g', { class: `layer s${layer.key}` }, ...rects);
  });
}

/** As many as fit, of the first days of bars. */
function dayLabels(bins: readonly Bin[], x: Across, bottom: number): readonly SVGElement[] {
  const every = Math.max(1, Math.ceil((LABEL_WIDTH + 12) / x.step()));
  const end = x.range()[1] + MARGIN.right;
  return bins.flatMap(({ label }, index) => {
    const middle = (x(index) ?? 0) + x.bandwidth() / 2;
    if (index % every !== 0 || middle + LABEL_WIDTH / 2 > end) return [];
    const attributes = {
      class: 'axis',
      x: middle,
      y: bottom + 16,
      'text-anchor': 'middle',
    };
    return [svg('text', attributes, label.slice(-'YYYY-MM-DD'.length))];
  });
}

function marks(kind: EventKind, bins: readonly Bin[], x: Across, middle: number): readonly SVGElement[] {
  const at = (left: number): string => `translate(${left} ${middle})`;
  const head = symbolPath(kind);
  head.setAttribute('transform', at(MARGIN.left - 12));
  const line = svg('line', { class: 'lane', x1: MARGIN.left, x2: x.range()[1], y1: middle, y2: middle });
  const found = bins.flatMap(({ events }, index) => {
    if (!events.has(kind)) return [];
    const mark = symbolPath(kind);
    mark.setAttribute('transform', at((x(index) ?? 0) + x.bandwidth() / 2));
    return [mark];
  });
  return [head, line, ...found];
}
