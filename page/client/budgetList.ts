import type { PageBudget, PageData } from '../pageData.js';
import { percentOf, shownUsd } from '../exact.js';
import { html, scrolling, svg } from './dom.js';
import { nameCell, stateCell } from './cells.js';

const SHOWN = 12;
const WIDTH = 220;
const HEIGHT = 16;
/** The bars end there, in percent of the limit. */
const END = 140;

/** The budgets nearest to their limits and beyond, with thresholds and forecast. */
export function budgetList({ budgets }: PageData): HTMLElement | undefined {
  const used = budgets
    .map((budget) => ({ budget, percent: percentOf(budget[2], budget[3]) ?? 0 }))
    .filter(({ percent }) => percent > 0)
    .sort((left, right) => right.percent - left.percent);
  if (used.length === 0) return undefined;
  const heads = ['Budget', 'Used of the limit', 'Spent', 'Limit', 'State', 'Limit reached', 'Resets'];
  const table = html(
    'table',
    {},
    html('caption', { class: 'hidden' }, 'Budgets nearest to their limits'),
    html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
    html('tbody', {}, ...used.slice(0, SHOWN).map(({ budget, percent }) => rowOf(budget, percent))),
  );
  return html(
    'section',
    { id: 'budgets' },
    html('h2', {}, 'Budgets nearest to their limits'),
    html(
      'p',
      { class: 'quiet' },
      'Marks on the bars: first warning, second warning, limit. “Limit reached” is when the limit is reached at the rate of this period; blank where that is not before the reset.',
    ),
    scrolling('Budgets nearest to their limits', table),
  );
}

function rowOf(budget: PageBudget, percent: number): HTMLElement {
  const [, name, spent, limit, state, resetsAt, reachedAt] = budget;
  return html(
    'tr',
    {},
    html('th', { scope: 'row' }, nameCell(name)),
    html('td', { class: 'bar' }, bar(budget, percent), html('span', {}, `${percent} %`)),
    html('td', { class: 'usd', title: `$${spent}` }, shownUsd(spent)),
    html('td', { class: 'usd', title: `$${limit}` }, shownUsd(limit)),
    html('td', {}, stateCell(state)),
    html('td', {}, reachedAt),
    html('td', {}, resetsAt),
  );
}

function bar([, , , , , , , warnPercent, criticalPercent]: PageBudget, percent: number): SVGElement {
  const at = (value: number): number => (Math.min(value, END) / END) * WIDTH;
  const tick = (value: number, kind: string): SVGElement =>
    svg('line', { class: kind, x1: at(value), x2: at(value), y1: 0, y2: HEIGHT });
  return svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      width: WIDTH,
      height: HEIGHT,
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
    },
    svg('rect', { class: 'track', width: WIDTH, height: HEIGHT, rx: 3 }),
    svg('rect', { class: levelOf(percent, warnPercent), y: 3, width: at(percent), height: HEIGHT - 6, rx: 2 }),
    tick(warnPercent, 'tick'),
    tick(criticalPercent, 'tick'),
    tick(100, 'limit'),
  );
}

function levelOf(percent: number, warnPercent: number): string {
  if (percent >= 100) return 'level over';
  return percent >= warnPercent ? 'level near' : 'level';
}
