import { displayMoney, displayUsd } from '../../domain/display.js';
import { isMoreThan, ZERO_USD } from '../../domain/money.js';
import type { Report, Section } from '../../domain/report/report.js';
import { metadataKeyOf, type ReportKey } from '../../domain/report/reportKey.js';
import type { Sums } from '../../domain/report/sums.js';
import { displayPrincipal } from '../output/display.js';
import { lineWidth, narrowed, shortened } from '../output/fitTable.js';
import { amountCell, plainTable } from '../output/tables.js';

interface Column {
  readonly head: string;
  readonly cell: (sums: Sums) => string;
  /** Of those that do not fit, the one with the highest number goes first. */
  readonly leavesAt: number;
}

/** What `plainTable` puts between columns. */
const GAP = 4;
const MIN_NAME = 10;

/** The rows of a section, as wide as a line where names allow it. A value that is the same as above is left out. */
export function reportTable({ keys, groups }: Section, total: Sums, width = lineWidth()): string {
  const columns = columnsFor(total);
  const heads = keys.map((key) => metadataKeyOf(key) ?? key);
  const names = groups.map(({ values }, row) => namesOf(keys, values, groups[row - 1]?.values ?? []));
  const cells = groups.map(({ sums }) => columns.map(({ cell }) => cell(sums)));
  const widths = columns.map(({ head }, column) => longest([head, ...cells.map((row) => row[column] ?? '')]));
  const kept = keptColumns(columns, widths, width - keys.length * (MIN_NAME * 2 + GAP));
  const room = width - sum(kept.map((column) => (widths[column] ?? 0) + GAP));
  const longestNames = heads.map((head, key) => longest([head, ...names.map((row) => row[key] ?? '')]));
  // Down to what nobody could read below.
  const nameWidths = narrowed(longestNames, sum(longestNames) + heads.length * GAP - room, MIN_NAME);
  const rows = names.map((row, index) => [
    ...row.map((name, key) => shortened(name, nameWidths[key] ?? 0)),
    ...kept.map((column) => cells[index]?.[column] ?? ''),
  ]);
  return plainTable([...heads, ...kept.map((column) => columns[column]?.head ?? '')], rows, { texts: heads });
}

/** What stands below the table. */
export function reportRemarks({ total, notes }: Report): readonly string[] {
  const { calls, spentUsd, provisionalUsd, lateUsd } = total;
  const parts = [
    `${calls.toLocaleString('en-US')} calls, ${displayUsd(spentUsd)} in all`,
    ...(isMoreThan(provisionalUsd, ZERO_USD) ? [`${displayUsd(provisionalUsd)} of it provisional`] : []),
    ...(isMoreThan(lateUsd, ZERO_USD) ? [`${displayUsd(lateUsd)} of it late: counted by no limit`] : []),
  ];
  return [...parts, ...notes];
}

function columnsFor({ provisionalUsd, lateUsd }: Sums): readonly Column[] {
  const count = (value: number): string => value.toLocaleString('en-US');
  return [
    { head: 'spent', cell: ({ spentUsd }) => displayMoney(spentUsd), leavesAt: 0 },
    { head: 'calls', cell: ({ calls }) => count(calls), leavesAt: 1 },
    { head: 'tokens in', cell: ({ tokensIn }) => count(tokensIn), leavesAt: 4 },
    { head: 'tokens out', cell: ({ tokensOut }) => count(tokensOut), leavesAt: 3 },
    ...(isMoreThan(provisionalUsd, ZERO_USD)
      ? [{ head: 'provisional', cell: (sums: Sums) => amountCell(sums.provisionalUsd), leavesAt: 2 }]
      : []),
    ...(isMoreThan(lateUsd, ZERO_USD)
      ? [{ head: 'late', cell: (sums: Sums) => amountCell(sums.lateUsd), leavesAt: 2 }]
      : []),
  ];
}

function namesOf(keys: readonly ReportKey[], values: readonly string[], above: readonly string[]): readonly string[] {
  const differsAt = values.findIndex((value, index) => value !== above[index]);
  return values.map((value, index) => {
    if (index < differsAt) return '';
    return keys[index] === 'principal' || keys[index] === 'profile' ? displayPrincipal(value) : value;
  });
}

/** The columns that fit, by their numbers; the first always stays. */
function keptColumns(columns: readonly Column[], widths: readonly number[], room: number): readonly number[] {
  let kept = [...columns.keys()];
  while (kept.length > 1 && sum(kept.map((column) => (widths[column] ?? 0) + GAP)) > room) {
    const first = kept.reduce((most, column) => (leavesAt(columns, column) > leavesAt(columns, most) ? column : most));
    kept = kept.filter((column) => column !== first);
  }
  return kept;
}

function leavesAt(columns: readonly Column[], column: number): number {
  return columns[column]?.leavesAt ?? 0;
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, Array.from(text).length), 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
