import { eventPrefixLength, MAX_PREFIX } from './eventPrefix.js';
import { SHOWN_LENGTH, type TextPiece } from './splitter.js';
import type { TextWindow } from './textWindow.js';

/** Longer lines are not read as a whole. */
const MAX_LINE = 1024 * 1024;
const MAX_WORDS = 64 * 1024;

/** JSON values other than objects and arrays, as an array's elements. */
const ELEMENT = /^(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)(?=\s*(?:[,\]]|$))/;

const OBJECT = /\{\s*(?:["}]|$)/;

/** White space, byte order marks, and the zero bytes of files that were truncated while being written. */
const BLANK = /[\s\0\ufeff]/;

/** Reads what stands between values: lines that are one value each, brackets and commas of arrays, words. */
export class PlainReader {
  readonly #window: TextWindow;
  readonly #found: (piece: TextPiece) => void;
  #isInArray = false;

  constructor(window: TextWindow, found: (piece: TextPiece) => void) {
    this.#window = window;
    this.#found = found;
  }

  /** Whether anything was read. Calls `begin` where a value begins that is not a whole line. */
  read(isEnd: boolean, begin: () => true): boolean {
    const window = this.#window;
    this.#skipBlanks();
    if (window.isAtEnd) return false;
    const character = window.text.charAt(window.at);
    if (character === '{' || (character === '[' && (this.#isInArray || window.isLineBlank))) {
      const line = window.isLineBlank ? this.#line(isEnd, MAX_LINE) : '';
      if (line === undefined) return false;
      if (this.#readLine(line)) return true;
      if (character === '{' || this.#isInArray) return begin();
    }
    return this.#readBracket(character) || this.#readPrefix(character, isEnd) || this.#readWords(isEnd);
  }

  #skipBlanks(): void {
    const window = this.#window;
    for (; !window.isAtEnd; window.at += 1) {
      const character = window.text.charAt(window.at);
      if (character === '\n') window.newLine();
      else if (character === ',') window.visible(true);
      else if (!BLANK.test(character)) break;
    }
  }

  /** The rest of the line; undefined if more of it is to come. */
  #line(isEnd: boolean, longest: number): string | undefined {
    const { text, at } = this.#window;
    const end = text.indexOf('\n', at);
    if (end >= 0) return text.slice(at, end);
    return isEnd || text.length - at >= longest ? text.slice(at) : undefined;
  }

  /** Parsing a value that fills its line is fastest. */
  #readLine(line: string): boolean {
    const trimmed = line.trimEnd();
    const text = this.#isInArray && trimmed.endsWith(',') ? trimmed.slice(0, -1) : trimmed;
    if (!text.endsWith('}') && !text.endsWith(']')) return false;
    try {
      this.#found({ text, line: this.#window.line, value: JSON.parse(text) as unknown });
    } catch {
      return false;
    }
    this.#window.visible(false);
    this.#window.at += line.length;
    return true;
  }

  #readBracket(character: string): boolean {
    const isArrayEnd = character === ']' && this.#isInArray;
    if (!isArrayEnd && (character !== '[' || this.#isInArray)) return false;
    this.#isInArray = !isArrayEnd;
    this.#window.visible(isArrayEnd);
    this.#window.at += 1;
    return true;
  }

  #readPrefix(character: string, isEnd: boolean): boolean {
    if (!this.#window.isLineBlank || !/[\d\u001b]/.test(character)) return false;
    const line = this.#line(isEnd, MAX_PREFIX);
    const length = line === undefined ? 0 : eventPrefixLength(line.slice(0, MAX_PREFIX));
    if (length > 0) this.#window.skipPrefix(length);
    return length > 0;
  }

  /** Words are one piece, up to the end of their line or to an object on it. */
  #readWords(isEnd: boolean): boolean {
    const window = this.#window;
    const line = this.#line(isEnd, MAX_WORDS);
    if (line === undefined) return false;
    const scalar = this.#isInArray ? ELEMENT.exec(line.slice(0, MAX_WORDS))?.[0] : undefined;
    const object = scalar === undefined ? OBJECT.exec(line.slice(1)) : null;
    const text = scalar ?? (object === null ? line : line.slice(0, object.index + 1));
    this.#found({ text: text.trimEnd().slice(0, SHOWN_LENGTH), line: window.line });
    window.visible(false);
    window.at += text.length;
    return true;
  }
}
