import type { Dashboard } from '../../infra/dashboards/body.js';
import { COLUMNS, type Placed } from '../../infra/dashboards/layout.js';
import { titleOf, type Widget } from '../../infra/dashboards/widgets.js';
import { escaped } from '../graph/svg.js';
import { contentsOf, KIND_NAMES } from './contents.js';

/** In pixels. */
const COLUMN = 60;
const UNIT = 32;
const GAP = 3;
const PADDING = 12;
const LINE = 15;
/** Of the monospaced font of the contents, and at most of the bold one of the titles. */
const CHARACTER = 6.7;
const TITLE_CHARACTER = 8;

const INK = '#16191f';
const QUIET = '#5f6b7a';
const COLORS: Readonly<Record<Widget['kind'], string>> = {
  text: '#16191f',
  graph: '#0972d3',
  numbers: '#037f0c',
  alarms: '#d13212',
  log: '#7d4acf',
};

/** A curve that stands for any. */
const SKETCH = [0.15, 0.3, 0.22, 0.5, 0.42, 0.8, 0.6, 0.72, 0.4, 0.55, 0.3, 0.38];

/** A dashboard as a picture: where each widget is, what kind it is, and what it shows. */
export function dashboardSvg({ widgets }: Dashboard): string {
  const width = COLUMNS * COLUMN;
  const height = Math.max(0, ...widgets.map(({ y, height: rows }) => y + rows)) * UNIT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"` +
      ` font-family="DejaVu Sans, Verdana, sans-serif">`,
    `<rect width="100%" height="100%" fill="#f2f3f3"/>`,
    ...widgets.map((placed) => (placed.widget.kind === 'text' ? textWidget(placed) : boxWidget(placed))),
    '</svg>',
    '',
  ].join('\n');
}

function textWidget({ widget, x, y, width }: Placed): string {
  const markdown = titleOf(widget);
  const isTitle = markdown.startsWith('# ');
  const content = cut(markdown.replace(/^#+ /, ''), width * COLUMN - 2 * PADDING, isTitle ? 11 : TITLE_CHARACTER);
  const style = `font-size="${isTitle ? 17 : 14}" font-weight="bold" fill="${INK}"`;
  return text(x * COLUMN + PADDING, y * UNIT + 22, content, style);
}

function boxWidget({ widget, x, y, width, height }: Placed): string {
  const [left, top] = [x * COLUMN + GAP, y * UNIT + GAP];
  const inner = width * COLUMN - 2 * GAP - 2 * PADDING;
  const color = COLORS[widget.kind];
  const kind = `${KIND_NAMES[widget.kind]}${place(widget)}`;
  return [
    `<rect x="${left}" y="${top}" width="${width * COLUMN - 2 * GAP}" height="${height * UNIT - 2 * GAP}" rx="4" fill="#ffffff" stroke="#d5dbdb"/>`,
    `<rect x="${left}" y="${top}" width="4" height="${height * UNIT - 2 * GAP}" rx="2" fill="${color}"/>`,
    text(
      left + PADDING,
      top + 20,
      cut(titleOf(widget), inner, TITLE_CHARACTER),
      `font-size="13" font-weight="bold" fill="${INK}"`,
    ),
    text(left + PADDING, top + 36, cut(kind, inner, CHARACTER), `font-size="11" fill="${color}"`),
    ...lines(widget, inner, height).map((content, index) =>
      text(
        left + PADDING,
        top + 56 + index * LINE,
        content,
        `font-size="11" font-family="DejaVu Sans Mono, Menlo, monospace" fill="${QUIET}"`,
      ),
    ),
    ...sketch(
      widget,
      left + PADDING,
      top + 50 + contentsOf(widget).length * LINE,
      inner,
      top + height * UNIT - 2 * GAP,
    ),
  ].join('\n');
}

/** A graph is seen to be one where its lines leave room. */
function sketch(widget: Widget, left: number, top: number, width: number, bottom: number): readonly string[] {
  const room = bottom - top - PADDING;
  if (widget.kind !== 'graph' || room < 40) return [];
  const points = SKETCH.map((value, index) => {
    const x = left + (width * index) / (SKETCH.length - 1);
    return `${Math.round(x)},${Math.round(bottom - PADDING - value * Math.min(room, 80))}`;
  });
  return [
    `<polyline points="${points.join(' ')}" fill="none" stroke="${COLORS.graph}" stroke-opacity="0.3" stroke-width="1.5"/>`,
  ];
}

/** Where it looks and how often, as far as it does. */
function place(widget: Widget): string {
  if (widget.kind === 'graph' || widget.kind === 'numbers') return `, ${widget.region}, ${span(widget.periodSeconds)}`;
  if (widget.kind === 'alarms') return `, ${widget.alarmArns.length} alarms`;
  return widget.kind === 'log' ? `, ${widget.region}` : '';
}

function span(seconds: number): string {
  if (seconds % 86_400 === 0) return 'a day';
  return seconds % 3600 === 0 ? 'an hour' : `${seconds / 60} min`;
}

/** As many as fit, and how many do not. */
function lines(widget: Widget, width: number, height: number): readonly string[] {
  const all = contentsOf(widget);
  const room = Math.max(1, Math.floor((height * UNIT - 2 * GAP - 50) / LINE));
  const shown = all.length <= room ? all : [...all.slice(0, room - 1), `and ${all.length - room + 1} more`];
  return shown.map((content) => cut(content, width, CHARACTER));
}

function cut(content: string, width: number, character: number): string {
  const most = Math.floor(width / character);
  return content.length <= most ? content : `${content.slice(0, Math.max(0, most - 1))}…`;
}

function text(x: number, y: number, content: string, style: string): string {
  return `<text x="${x}" y="${y}" ${style}>${escaped(content)}</text>`;
}
