import { METRICS } from './cells.js';
import type { Layout, PlacedBox, Point, Route } from './layout.js';

const INK = '#1f2933';
const QUIET = '#627d98';
const HEAD = 46;

/** A layout as an SVG document of its own. */
export function svgOf(layout: Layout, title: string): string {
  const { width, height, boxes, routes } = layout;
  const pageWidth = Math.ceil(Math.max(width, title.length * 9 + 2 * METRICS.margin, 520));
  const pageHeight = Math.ceil(height) + HEAD;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pageWidth}" height="${pageHeight}"` +
      ` viewBox="0 0 ${pageWidth} ${pageHeight}" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="11">`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">` +
      `<path d="M0 0L8 4L0 8z" fill="${QUIET}"/></marker></defs>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    text({ x: METRICS.margin, y: 26 }, title, `font-size="14" font-weight="bold" fill="${INK}"`),
    text({ x: METRICS.margin, y: 42 }, 'an arrow leads from what is used to what uses it', `fill="${QUIET}"`),
    `<g transform="translate(0 ${HEAD})">`,
    ...routes.map(routePath),
    ...boxes.map(boxGroup),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function boxGroup({ x, y, width, height, title, subtitle, rows }: PlacedBox): string {
  const { padding, line } = METRICS;
  const left = x + padding;
  const baseline = (index: number): number => y + padding + (index + 0.75) * line;
  return [
    `<g><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="#f0f4f8" stroke="#9fb3c8"/>`,
    text({ x: left, y: baseline(0) }, title, `font-weight="bold" fill="${INK}"`),
    text({ x: left, y: baseline(1) }, subtitle, `fill="${QUIET}"`),
    ...rows.map((row, index) => text({ x: left, y: baseline(index + 2) }, row, `fill="${INK}"`)),
    '</g>',
  ].join('\n');
}

/** Smooth between the points, level at each. */
function routePath({ points, isBackward }: Route): string {
  const [start, ...rest] = points;
  if (start === undefined) return '';
  const legs = rest.map((point, index) => curve(points[index] ?? start, point));
  const dashes = isBackward ? ' stroke-dasharray="4 3"' : '';
  return `<path d="M${at(start)}${legs.join('')}" fill="none" stroke="${QUIET}"${dashes} marker-end="url(#arrow)"/>`;
}

function curve(from: Point, to: Point): string {
  const middle = (from.x + to.x) / 2;
  return `C${at({ x: middle, y: from.y })} ${at({ x: middle, y: to.y })} ${at(to)}`;
}

function at({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

function text({ x, y }: Point, content: string, style: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${style}>${escaped(content)}</text>`;
}

/** Text as SVG takes it. */
export function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
