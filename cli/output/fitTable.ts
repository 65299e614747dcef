import { plainTable } from './tables.js';

const NARROW = 80;

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

/** A table whose column `flexible` gives way where the lines would be too long. */
export function fitTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  flexible = 0,
  width = lineWidth(),
): string {
  const table = plainTable(head, rows);
  const beyond = Math.max(0, ...table.split('\n').map((line) => visibleLength(line.trimEnd()) - width));
  if (beyond === 0) return table;
  const longest = Math.max(0, ...rows.map((row) => row[flexible]?.length ?? 0));
  const room = Math.max(8, longest - beyond);
  return plainTable(
    head,
    rows.map((row) => row.map((cell, column) => (column === flexible ? shortened(cell, room) : cell))),
  );
}

function visibleLength(line: string): number {
  return line.replaceAll(/\u001b\[\d+m/g, '').length;
}
