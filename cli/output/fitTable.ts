import { plainTable } from './tables.js';

const NARROW = 80;

/** Characters of a column that are left in any case. */
const SMALLEST = 8;

/** Characters in a line: of the terminal, else as COLUMNS says, else 80. */
export function lineWidth(): number {
  return process.stdout.columns || Number(process.env['COLUMNS']) || NARROW;
}

/** What is left of a text in so many characters: its two ends. */
export function shortened(text: string, width: number): string {
  if (text.length <= width) return text;
  const kept = Math.max(1, width - 1);
  const tail = Math.floor(kept / 2);
  return `${text.slice(0, kept - tail)}…${text.slice(text.length - tail)}`;
}

/** A table that gives way where its lines would be too long: first the gaps, then the widest of the `flexible` columns. */
export function fitTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  flexible: number | readonly number[] = 0,
  width = lineWidth(),
): string {
  const wide = trimmed(plainTable(head, rows));
  if (lengthOf(wide) <= width) return wide;
  const tight = trimmed(plainTable(head, rows, { isTight: true }));
  if (lengthOf(tight) <= width) return tight;
  const rooms = roomsOf(rows, [flexible].flat(), lengthOf(tight) - width);
  const cut = rows.map((row) => row.map((cell, column) => shortened(cell, rooms.get(column) ?? cell.length)));
  return trimmed(plainTable(head, cut, { isTight: true }));
}

/** A space beyond the last column would begin a line of a terminal. */
function trimmed(table: string): string {
  return table.replaceAll(/ +$/gm, '');
}

/** Of the longest line. */
function lengthOf(table: string): number {
  return Math.max(...table.split('\n').map((line) => visibleLength(line)));
}

function roomsOf(
  rows: readonly (readonly string[])[],
  flexible: readonly number[],
  beyond: number,
): ReadonlyMap<number, number> {
  const widths = flexible.map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const rooms = narrowed(widths, beyond, SMALLEST);
  return new Map(flexible.map((column, index) => [column, rooms[index] ?? 0]));
}

/** Widths that are less by so many characters in all, taken from the widest, down to the smallest that is left. */
export function narrowed(widths: readonly number[], beyond: number, smallest: number): readonly number[] {
  const narrow = [...widths];
  for (let left = beyond; left > 0; left -= 1) {
    const widest = Math.max(...narrow);
    if (widest <= smallest) break;
    narrow[narrow.indexOf(widest)] = widest - 1;
  }
  return narrow;
}

export function visibleLength(line: string): number {
  return line.replaceAll(/\u001b\[\d+m/g, '').length;
}
