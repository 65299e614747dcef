import type { PageData, PageEvent } from '../pageData.js';
import { html } from './dom.js';
import { nameCell } from './cells.js';
import { KIND_NAMES } from './names.js';
import { createTable, type Column } from './table.js';

const COLUMNS: readonly Column<PageEvent>[] = [
  { head: 'Time', kind: 'text', value: ([at]) => at },
  { head: 'Budget', kind: 'text', value: ([, , name]) => name, cell: ([, , name]) => nameCell(name) },
  { head: 'What', kind: 'text', value: ([, , , kind]) => KIND_NAMES[kind] },
  { head: 'Spent', kind: 'usd', value: ([, , , , spent]) => spent },
  { head: 'Limit', kind: 'usd', value: ([, , , , , limit]) => limit },
  { head: 'Account', kind: 'text', value: ([, account]) => account },
];

/** What happened to budgets, the latest first. */
export function eventTable({ events }: PageData): HTMLElement | undefined {
  if (events.length === 0) return undefined;
  const table = createTable<PageEvent>('Events', () => '');
  table.show(events, COLUMNS);
  return html('section', { id: 'events' }, html('h2', {}, 'What happened to budgets'), table.element);
}
