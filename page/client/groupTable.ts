import type { PageBudget, PageData, PageRow, PageSection } from '../pageData.js';
import { percentOf, shownUsd, sumExact } from '../exact.js';
import { html, labelled, select } from './dom.js';
import { nameCell, stateCell } from './cells.js';
import { createTable, type Column } from './table.js';

const ANY = '';

/** Where the values begin in a row. */
const VALUES = 7;

/** The table of all groups: one section at a time, searched and filtered. */
export function groupTable(data: PageData): HTMLElement {
  const table = createTable<PageRow>('Spend', (rows) => `, ${shownUsd(sumExact(rows.map((row) => row[3])))} together`);
  const budgetOf = (row: PageRow): PageBudget | undefined => data.budgets[row[6]];
  const sections = select(
    data.sections.map(({ title }, index) => [String(index), title] as const),
    showSection,
  );
  const search = html('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' });
  search.addEventListener('input', filter);
  const states = select([], filter);
  const stateLabel = labelled('State', states);
  let section = data.sections[0];
  let texts: readonly string[] = [];

  function showSection(): void {
    section = data.sections[Number(sections.value)];
    if (section === undefined) return;
    texts = section.rows.map((row) => row.slice(VALUES).join(' ').toLowerCase());
    fillStates(section);
    table.show(chosen(section), columnsOf(section, budgetOf));
  }

  function fillStates({ rows }: PageSection): void {
    const found = [...new Set(rows.flatMap((row) => budgetOf(row)?.[4] ?? []))].sort();
    states.replaceChildren(...[ANY, ...found].map((state) => html('option', { value: state }, state || 'any')));
    stateLabel.hidden = found.length === 0;
  }

  function filter(): void {
    if (section !== undefined) table.filter(chosen(section));
  }

  function chosen({ rows }: PageSection): readonly PageRow[] {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const state = states.value;
    if (words.length === 0 && state === ANY) return rows;
    return rows.filter(
      (row, index) =>
        words.every((word) => texts[index]?.includes(word)) && (state === ANY || budgetOf(row)?.[4] === state),
    );
  }

  showSection();
  return html(
    'section',
    { id: 'groups' },
    html('h2', {}, 'All spend'),
    html('p', { class: 'controls' }, labelled('By', sections), labelled('Search', search), stateLabel),
    table.element,
  );
}

function columnsOf(
  { heads, rows }: PageSection,
  budgetOf: (row: PageRow) => PageBudget | undefined,
): readonly Column<PageRow>[] {
  const names = heads.map((head, index): Column<PageRow> => ({
    head,
    kind: 'text',
    value: (row) => String(row[VALUES + index] ?? ''),
    cell: (row) => nameCell(String(row[VALUES + index] ?? '')),
  }));
  const hasBudgets = rows.some((row) => budgetOf(row) !== undefined);
  return [...names, ...AMOUNTS, ...(hasBudgets ? budgetColumns(budgetOf) : []), ...COUNTS];
}

const AMOUNTS: readonly Column<PageRow>[] = [
  { head: 'Spent', kind: 'usd', value: (row) => row[3] },
  { head: 'Provisional', kind: 'usd', value: (row) => orNothing(row[4]) },
  { head: 'Late', kind: 'usd', value: (row) => orNothing(row[5]) },
];

const COUNTS: readonly Column<PageRow>[] = [
  { head: 'Calls', kind: 'count', value: (row) => row[0] },
  { head: 'Tokens in', kind: 'count', value: (row) => row[1] },
  { head: 'Tokens out', kind: 'count', value: (row) => row[2] },
];

function budgetColumns(budgetOf: (row: PageRow) => PageBudget | undefined): readonly Column<PageRow>[] {
  const percent = (budget: PageBudget | undefined): number | string =>
    (budget === undefined ? undefined : percentOf(budget[2], budget[3])) ?? '';
  return [
    { head: 'Limit', kind: 'usd', value: (row) => budgetOf(row)?.[3] ?? '' },
    {
      head: 'Used now',
      kind: 'count',
      value: (row) => percent(budgetOf(row)),
      cell: (row) => withUnit(percent(budgetOf(row))),
    },
    {
      head: 'State',
      kind: 'text',
      value: (row) => budgetOf(row)?.[4] ?? '',
      cell: (row) => stateCell(budgetOf(row)?.[4] ?? ''),
    },
    { head: 'Limit reached', kind: 'text', value: (row) => budgetOf(row)?.[6] ?? '' },
    { head: 'Resets', kind: 'text', value: (row) => budgetOf(row)?.[5] ?? '' },
    { head: 'Beyond limit', kind: 'usd', value: (row) => orNothing(budgetOf(row)?.[9] ?? '') },
    { head: 'Not prevented', kind: 'usd', value: (row) => orNothing(budgetOf(row)?.[10] ?? '') },
  ];
}

function withUnit(percent: number | string): string {
  return percent === '' ? '' : `${percent} %`;
}

/** Blank for nothing: most rows have none. */
function orNothing(amount: string): string {
  return amount === '0' ? '' : amount;
}
