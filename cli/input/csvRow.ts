/** A row of a table, and where the next one begins. */
export interface CsvRow {
  readonly cells: readonly string[];
  readonly end: number;
}

/**
 * The row at a place of a text (RFC 4180). Undefined if it does not end in the text; 'broken' if something unexpected
 * follows a closing quote.
 */
export function readCsvRow(text: string, start: number, isEnd: boolean): CsvRow | 'broken' | undefined {
  const cells: string[] = [];
  for (let at = start; ; at += 1) {
    const cell = text.charAt(at) === '"' ? quotedCell(text, at, isEnd) : plainCell(text, at, isEnd);
    if (cell === undefined) return isEnd ? 'broken' : undefined;
    cells.push(cell.text);
    at = cell.end;
    if (text.charAt(at) === ',') continue;
    if (text.charAt(at) === '\r') at += 1;
    if (at >= text.length) return isEnd ? { cells, end: text.length } : undefined;
    return text.charAt(at) === '\n' ? { cells, end: at + 1 } : 'broken';
  }
}

interface Cell {
  readonly text: string;
  readonly end: number;
}

function quotedCell(text: string, start: number, isEnd: boolean): Cell | undefined {
  let quote = text.indexOf('"', start + 1);
  while (quote >= 0 && text.charAt(quote + 1) === '"') quote = text.indexOf('"', quote + 2);
  if (quote < 0 || (quote + 1 === text.length && !isEnd)) return undefined;
  return { text: text.slice(start + 1, quote).replaceAll('""', '"'), end: quote + 1 };
}

const CELL_END = /[,\n]/g;

function plainCell(text: string, start: number, isEnd: boolean): Cell | undefined {
  CELL_END.lastIndex = start;
  const end = CELL_END.exec(text)?.index ?? (isEnd ? text.length : -1);
  if (end < 0) return undefined;
  const withoutReturn = text.charAt(end - 1) === '\r' && end > start ? end - 1 : end;
  return { text: text.slice(start, withoutReturn), end: withoutReturn };
}
