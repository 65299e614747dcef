/** Columns of text, two spaces apart. The first `flexible` columns share what the others leave of the width. */
export interface TableShape {
  readonly width: number;
  /** Columns whose texts may be cut. */
  readonly flexible: readonly number[];
  /** Columns of numbers. */
  readonly right: readonly number[];
}

const GAP = '  ';
const SMALLEST = 8;

/** A table without borders that is no wider than asked for, but for columns that must not be cut. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { width, flexible, right }: TableShape,
): readonly string[] {
  const natural = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)));
  const widths = fitted(natural, width - GAP.length * (head.length - 1), flexible);
  return [head, ...rows].map((row) =>
    row
      .map((text, column) => padded(cut(text, widths[column] ?? 0), widths[column] ?? 0, right.includes(column)))
      .join(GAP)
      .trimEnd(),
  );
}

/** Cuts the widest flexible column, a character at a time. */
function fitted(natural: readonly number[], room: number, flexible: readonly number[]): readonly number[] {
  const widths = [...natural];
  const sum = (): number => widths.reduce((total, one) => total + one, 0);
  while (sum() > room) {
    const widest = Math.max(...flexible.map((column) => widths[column] ?? 0));
    const column = flexible.find((one) => widths[one] === widest);
    if (column === undefined || widest <= SMALLEST) break;
    widths[column] = widest - 1;
  }
  return widths;
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

function padded(text: string, width: number, isRight: boolean): string {
  return isRight ? text.padStart(width) : text.padEnd(width);
}
