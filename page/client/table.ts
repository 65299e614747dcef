import { compareExact, grouped, shownUsd } from '../exact.js';
import { button, html, scrolling } from './dom.js';

/** A column of a table, of rows of one kind. */
export interface Column<Row> {
  readonly head: string;
  readonly kind: 'text' | 'count' | 'usd';
  /** What it sorts by, and shows if there is no `cell`; an empty text stands for nothing and sorts last. */
  readonly value: (row: Row) => string | number;
  readonly cell?: (row: Row) => Node | string;
}

export interface TableView<Row> {
  readonly element: HTMLElement;
  /** Other rows, in their own order, and other columns; those that are empty are left out. */
  readonly show: (rows: readonly Row[], columns: readonly Column<Row>[]) => void;
  /** Other rows under the same columns; the order that was chosen stays. */
  readonly filter: (rows: readonly Row[]) => void;
}

const PAGE_ROWS = 50;
const PRINTED_ROWS = 500;

interface Order {
  readonly column: number;
  readonly isDown: boolean;
}

/** A table that draws a page of its rows, sorts by its heads, and says which rows it shows. `remark` is said with the count. */
export function createTable<Row>(name: string, remark: (rows: readonly Row[]) => string): TableView<Row> {
  let [rows, columns]: [readonly Row[], readonly Column<Row>[]] = [[], []];
  let sorted: readonly Row[] = [];
  let order: Order | undefined;
  let first = 0;
  const head = html('tr');
  const body = html('tbody');
  const status = html('p', { role: 'status', class: 'rows' });
  const back = button('Previous', () => {
    turnTo(first - PAGE_ROWS);
  });
  const on = button('Next', () => {
    turnTo(first + PAGE_ROWS);
  });
  const table = html('table', {}, html('caption', { class: 'hidden' }, name), html('thead', {}, head), body);
  const element = html('div', {}, status, scrolling(name, table), html('p', { class: 'pages' }, back, on));

  function drawHead(): void {
    head.replaceChildren(
      ...columns.map(({ head: text, kind }, column) => {
        const isSorted = order?.column === column;
        const direction = order?.isDown === true ? 'descending' : 'ascending';
        const cell = html('th', { scope: 'col', class: kind, 'aria-sort': isSorted ? direction : 'none' });
        cell.append(
          button(text, () => {
            sortBy(column);
          }),
        );
        return cell;
      }),
    );
  }

  function drawBody(from: number, count: number): void {
    body.replaceChildren(...sorted.slice(from, from + count).map((row) => drawnRow(row, columns)));
    const last = Math.min(from + count, sorted.length);
    const range = sorted.length === 0 ? 'No rows' : `Rows ${from + 1} to ${last} of ${grouped(String(sorted.length))}`;
    status.textContent = `${range}${remark(sorted)}`;
    back.disabled = from === 0;
    on.disabled = last >= sorted.length;
  }

  function turnTo(row: number): void {
    first = Math.max(0, row);
    drawBody(first, PAGE_ROWS);
  }

  function sort(): void {
    const column = order === undefined ? undefined : columns[order.column];
    sorted = column === undefined ? rows : [...rows].sort(comparer(column, order?.isDown === true));
    turnTo(0);
  }

  function sortBy(column: number): void {
    const startsDown = columns[column]?.kind !== 'text';
    order = { column, isDown: order?.column === column ? !order.isDown : startsDown };
    drawHead();
    head.querySelectorAll('button')[column]?.focus();
    sort();
  }

  window.addEventListener('beforeprint', () => {
    drawBody(0, PRINTED_ROWS);
  });
  window.addEventListener('afterprint', () => {
    turnTo(first);
  });
  return {
    element,
    show: (newRows, newColumns) => {
      [rows, columns, order] = [newRows, filled(newColumns, newRows), undefined];
      drawHead();
      sort();
    },
    filter: (newRows) => {
      rows = newRows;
      sort();
    },
  };
}

/** The columns that some row has something for. */
function filled<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): readonly Column<Row>[] {
  return columns.filter(({ value }, index) => index === 0 || rows.some((row) => value(row) !== ''));
}

function drawnRow<Row>(row: Row, columns: readonly Column<Row>[]): HTMLElement {
  return html(
    'tr',
    {},
    ...columns.map(({ kind, value, cell }, index) => {
      const attributes = { class: kind, ...(index === 0 ? { scope: 'row' } : {}) };
      const content = cell === undefined ? shown(kind, value(row)) : cell(row);
      const drawn = html(index === 0 ? 'th' : 'td', attributes, content);
      if (kind === 'usd' && value(row) !== '') drawn.title = `$${value(row)}`;
      return drawn;
    }),
  );
}

function shown(kind: 'text' | 'count' | 'usd', value: string | number): string {
  if (value === '') return '';
  if (kind === 'usd') return shownUsd(String(value));
  return kind === 'count' ? grouped(String(value)) : String(value);
}

function comparer<Row>({ kind, value }: Column<Row>, isDown: boolean): (left: Row, right: Row) => number {
  const sign = isDown ? -1 : 1;
  return (leftRow, rightRow) => {
    const [left, right] = [value(leftRow), value(rightRow)];
    if (left === '' || right === '') return Number(left === '') - Number(right === '');
    if (kind === 'usd') return sign * compareExact(String(left), String(right));
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
    return sign * (left < right ? -1 : Number(left > right));
  };
}
