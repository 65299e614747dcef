import { readCsvRow } from './csvRow.js';
import { contentOfRow, namesRecord } from './rowRecord.js';
import { MAX_PIECE, SHOWN_LENGTH, TOO_LONG, type Splitter, type TextPiece } from './splitter.js';

/** One column, under any name, that holds JSON. */
const JSON_COLUMN = /^"?[\w@.$ -]{1,128}"?\r?\n"\{\s*""/;

/** Whether a text begins with the header of a table of records, from Logs Insights or Athena. */
export function isCsv(head: string): boolean {
  if (/^\s*[[{]/.test(head)) return false;
  const header = readCsvRow(head, 0, true);
  return JSON_COLUMN.test(head) || (typeof header === 'object' && namesRecord(header.cells));
}

/** Splits a table with a header into rows. A broken row is one piece, and reading goes on at the next line. */
export class CsvSplitter implements Splitter {
  #text = '';
  #line = 1;
  #columns: readonly string[] | undefined;
  #isLost = false;
  /** An incomplete row is read again when twice as much of it has come. */
  #waitsFor = 0;
  #found: TextPiece[] = [];

  push(text: string): readonly TextPiece[] {
    this.#text += text;
    if (this.#text.length >= this.#waitsFor) this.#readAll(false);
    return this.#take();
  }

  end(): readonly TextPiece[] {
    this.#readAll(true);
    return this.#take();
  }

  #readAll(isEnd: boolean): void {
    let at = 0;
    this.#waitsFor = 0;
    while (at < this.#text.length) {
      const row = readCsvRow(this.#text, at, isEnd);
      const isLong = this.#text.length - at > MAX_PIECE;
      if (row === undefined && !isLong) {
        this.#waitsFor = 2 * (this.#text.length - at);
        break;
      }
      const end = typeof row === 'object' && this.#accept(row.cells) ? row.end : this.#skipLine(at, isLong);
      this.#line += lineEndsIn(this.#text.slice(at, end));
      at = end;
    }
    this.#text = this.#text.slice(at);
  }

  /** Whether the cells are a row of the table. */
  #accept(cells: readonly string[]): boolean {
    const columns = this.#columns;
    if (columns === undefined) {
      this.#columns = cells.map((cell) => cell.trim());
      return true;
    }
    const isBlank = cells.length === 1 && cells[0]?.trim() === '';
    if (isBlank || cells.every((cell, index) => cell === columns[index])) return true;
    if (
      cells.length !== columns.length ||
      (this.#isLost && columns.length === 1 && cells[0]?.startsWith('{') !== true)
    ) {
      return false;
    }
    this.#isLost = false;
    const row = new Map(columns.map((column, index) => [column, cells[index]]));
    this.#found.push({ text: '', line: this.#line, content: contentOfRow(row) });
    return true;
  }

  /** Lines after a broken row belong to it until a line is a row again. */
  #skipLine(at: number, isLong: boolean): number {
    if (!this.#isLost) {
      const text = this.#text.slice(at, at + SHOWN_LENGTH);
      const problem = isLong ? TOO_LONG : `not a row of ${this.#columns?.length ?? 0} columns`;
      this.#found.push({ text, line: this.#line, problem });
    }
    this.#isLost = true;
    const lineEnd = this.#text.indexOf('\n', at);
    return lineEnd < 0 ? this.#text.length : lineEnd + 1;
  }

  #take(): readonly TextPiece[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }
}

function lineEndsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
