import type { PageData, PageSection } from '../pageData.js';
import { compareExact, shownUsd } from '../exact.js';
import { binsOf, layersOf, type Bin, type Layer } from './bins.js';
import { drawChart, kindsIn, symbolPath, type Drawing } from './chartDrawing.js';
import { button, html, labelled, scrolling, select, svg } from './dom.js';
import { KIND_NAMES, shortName } from './names.js';

const HEIGHT = 240;
/** Narrower bars than this are put together to weeks. */
const MIN_BAR = 4;

/** Spend over time, in layers of the largest groups; arrow keys and the pointer read single bars. */
export function spendChart(data: PageData): HTMLElement {
  const sections = data.sections.filter(({ series }) => series.length > 0);
  const plot = html('div', {
    class: 'plot',
    role: 'slider',
    tabindex: 0,
    'aria-label': 'Spend by day',
    'aria-valuemin': 1,
  });
  const reading = html('p', { class: 'reading' });
  const legend = html('p', { class: 'legend' });
  const kinds = html('p', { class: 'legend kinds' });
  const behind = html('div');
  const by = select(
    sections.map(({ title }, index) => [String(index), title] as const),
    showSection,
  );
  by.value = firstOf(sections);
  let [layers, bins]: [readonly Layer[], readonly Bin[]] = [[], []];
  let [only, looked]: [number | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  let drawing: Drawing | undefined;

  function showSection(): void {
    const section = sections[Number(by.value)] ?? EVERYTHING;
    layers = layersOf(data, section);
    only = undefined;
    drawLegend();
    draw();
  }

  function drawLegend(): void {
    const items = layers.map(({ name }, layer) => {
      const item = button(shortName(name), () => {
        only = only === layer ? undefined : layer;
        drawLegend();
        legend.querySelectorAll('button')[layer]?.focus();
        draw();
      });
      item.setAttribute('aria-pressed', String(only === layer));
      item.prepend(
        svg(
          'svg',
          { width: 12, height: 12, 'aria-hidden': 'true' },
          svg('rect', { class: `s${layer}`, width: 12, height: 12, rx: 2 }),
        ),
      );
      return item;
    });
    legend.replaceChildren(...items);
  }

  function draw(): void {
    const width = Math.max(280, plot.clientWidth);
    const daysEach = (width - 70) / data.days.length < MIN_BAR ? 7 : 1;
    bins = binsOf(data, layers, daysEach);
    const shown = only === undefined ? [...layers.keys()] : [only];
    const allowance = only === undefined ? data.allowance : (layers[only]?.allowance ?? 0);
    drawing = drawChart(bins, shown, allowance * daysEach, { width, height: HEIGHT });
    plot.replaceChildren(drawing.element);
    plot.setAttribute('aria-valuemax', String(bins.length));
    kinds.replaceChildren(...kindsIn(bins).map(kindItem), ...allowanceText(allowance * daysEach, daysEach));
    behind.replaceChildren(scrolling('The figures of the chart', tableBehind(layers, bins)));
    look(looked < bins.length ? looked : dearestOf(bins));
  }

  function look(bin: number): void {
    looked = bin;
    const found = bins[bin];
    if (found === undefined) return;
    drawing?.point(bin);
    const text = textOf(found, layers, only);
    reading.textContent = text;
    plot.setAttribute('aria-valuenow', String(bin + 1));
    plot.setAttribute('aria-valuetext', text);
  }

  plot.addEventListener('pointermove', (event) => {
    const box = drawing?.element.getBoundingClientRect();
    if (box !== undefined && drawing !== undefined) look(drawing.binAt(event.clientX - box.left));
  });
  plot.addEventListener('keydown', (event) => {
    const target = KEYS[event.key]?.(looked, bins.length - 1);
    if (target === undefined) return;
    event.preventDefault();
    look(Math.max(0, Math.min(bins.length - 1, target)));
  });
  let width = 0;
  new ResizeObserver(() => {
    if (plot.clientWidth === width) return;
    width = plot.clientWidth;
    draw();
  }).observe(plot);
  showSection();
  const controls = sections.length === 0 ? [] : [html('p', { class: 'controls' }, labelled('Layers by', by))];
  const details = html('details', {}, html('summary', {}, 'The figures of the chart'), behind);
  return html(
    'section',
    { id: 'chart' },
    html('h2', {}, 'Spend over time'),
    ...controls,
    legend,
    plot,
    kinds,
    reading,
    details,
  );
}

/** Few groups and a clear answer first. */
const FIRST = ['Team', 'Model'];

function firstOf(sections: readonly PageSection[]): string {
  const found = FIRST.map((title) => sections.findIndex((section) => section.title === title)).find((at) => at >= 0);
  return String(found ?? 0);
}

function dearestOf(bins: readonly Bin[]): number {
  return bins.reduce((best, { spent }, index) => (compareExact(spent, bins[best]?.spent ?? '0') > 0 ? index : best), 0);
}

const EVERYTHING: PageSection = { title: '', heads: [], isByDay: false, rows: [], series: [] };

const KEYS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowDown: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at + 1,
  PageDown: (at) => at - 7,
  PageUp: (at) => at + 7,
  Home: () => 0,
  End: (_at, last) => last,
};

function kindItem(kind: ReturnType<typeof kindsIn>[number]): HTMLElement {
  const drawn = svg('svg', { width: 14, height: 14, viewBox: '-7 -7 14 14', 'aria-hidden': 'true' }, symbolPath(kind));
  return html('span', {}, drawn, KIND_NAMES[kind]);
}

function allowanceText(allowance: number, daysEach: number): readonly HTMLElement[] {
  if (allowance === 0) return [];
  const line = svg(
    'svg',
    { width: 22, height: 8, 'aria-hidden': 'true' },
    svg('line', { class: 'allowance', x2: 22, y1: 4, y2: 4 }),
  );
  const amount = shownUsd(allowance.toFixed(4));
  return [html('span', {}, line, `what limits allow, spread evenly: ${amount} ${daysEach === 1 ? 'a day' : 'a week'}`)];
}

function textOf(
  { label, spent, layers: amounts, events }: Bin,
  layers: readonly Layer[],
  only: number | undefined,
): string {
  const named = layers.map(({ name }, layer) => ({ layer, name: shortName(name), amount: amounts[layer] ?? '0' }));
  const shown = named.filter(({ layer, amount }) => (only === undefined || layer === only) && amount !== '0');
  const parts = shown.map(({ name, amount }) => `${name} ${shownUsd(amount)}`);
  const happened = [...events].map(([kind, count]) => `${count} × ${KIND_NAMES[kind]}`);
  const details = [parts.join(', '), happened.join(', ')].filter((text) => text !== '');
  return [`${label}: ${shownUsd(spent)}`, ...details].join('; ');
}

function tableBehind(layers: readonly Layer[], bins: readonly Bin[]): HTMLElement {
  const kinds = kindsIn(bins);
  const heads = [
    'Day',
    'Spent',
    ...layers.map(({ name }) => shortName(name)),
    ...kinds.map((kind) => KIND_NAMES[kind]),
  ];
  const rows = bins.map(({ label, spent, layers: amounts, events }) =>
    html(
      'tr',
      {},
      html('th', { scope: 'row' }, label),
      ...[spent, ...amounts].map((amount) => html('td', { class: 'usd', title: `$${amount}` }, shownUsd(amount))),
      ...kinds.map((kind) => html('td', { class: 'count' }, String(events.get(kind) ?? ''))),
    ),
  );
  const head = html('tr', {}, ...heads.map((text) => html('th', { scope: 'col' }, text)));
  return html(
    'table',
    {},
    html('caption', { class: 'hidden' }, 'Spend by day'),
    html('thead', {}, head),
    html('tbody', {}, ...rows),
  );
}
