import { ENVELOPE_KEYS, isOwnRecord, isStandalone, marksOfKey, type Marks } from './recordKeys.js';
import type { Bookmark, TextWindow } from './textWindow.js';

/** An open object or array. */
export interface Frame {
  readonly isObject: boolean;
  readonly begins: Bookmark;
  /** Marks of its keys so far. */
  marks: Marks;
  /** An array of records directly inside an outermost object. */
  readonly isEnvelopeArray: boolean;
}

/** Start and end of a complete value. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** A value inside another that is a record by its keys. */
export interface NestedRecord extends Span {
  readonly standing: number;
  readonly ends: Bookmark;
}

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

const QUOTE = 34;
const [LINE_FEED, SPACE, COMMA, COLON] = [10, 32, 44, 58];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];
const STRING_STOP = /["\\\n]/g;
const LITERAL = /[-+.\w]*/y;
/** `-`, digits, `f`, `n` and `t`. */
function beginsLiteral(code: number): boolean {
  return code === 45 || (code >= 48 && code <= 57) || code === 102 || code === 110 || code === 116;
}
const MAX_MARK = 10;

/**
 * Follows one JSON value through a stream of text. It checks brackets, commas, colons and strings, so it notices a
 * missing bracket or quote where the next value begins, not at the end of the stream.
 */
export class JsonScanner {
  readonly frames: Frame[];
  /** Complete values in envelope arrays that have not been taken yet. */
  pending: Span[] = [];
  nested: NestedRecord[] = [];
  /** The last string. If its quote is missing, it may contain the beginning of the next record. */
  lastText: Pick<Span, 'start' | 'end'> = { start: -1, end: -1 };
  hasEnvelope: boolean;
  #expected: Expected;
  #text: 'string' | 'literal' | undefined;
  #isKey = false;
  #textStart = 0;
  #textLine = 1;
  #key = '';
  #rootMarks: Marks = 0;

  /** With open frames, the scanner continues behind a value inside them. */
  constructor(frames: readonly Frame[] = []) {
    this.frames = [...frames];
    this.hasEnvelope = frames.length > 0;
    this.#expected = frames.length > 0 ? 'comma or end' : 'value';
  }

  /** Whether the outermost value only wraps records. */
  get isEnvelope(): boolean {
    return this.hasEnvelope && !isOwnRecord(this.rootMarks);
  }

  get rootMarks(): Marks {
    return this.frames[0]?.marks ?? this.#rootMarks;
  }

  /** The text from here on is needed, besides the pending values. */
  get neededFrom(): number | undefined {
    if (this.#text !== undefined) return Math.min(this.#textStart, this.frames[2]?.begins.position ?? this.#textStart);
    return this.frames[2]?.begins.position;
  }

  scan(window: TextWindow): 'more' | 'whole' | 'broken' {
    while (!window.isAtEnd) {
      if (this.#text !== undefined) {
        if (!this.#skipText(window)) return 'broken';
      } else {
        const code = window.text.charCodeAt(window.at);
        if (code === LINE_FEED) window.newLine();
        if (code > SPACE && !this.#take(code, window)) return 'broken';
        window.at += 1;
      }
      if (this.#expected === 'nothing') return 'whole';
    }
    return 'more';
  }

  #take(code: number, window: TextWindow): boolean {
    const isTaken = this.#step(code, window);
    if (isTaken) window.visible(code === CLOSE_ARRAY || code === CLOSE_OBJECT || code === COMMA);
    return isTaken;
  }

  #step(code: number, window: TextWindow): boolean {
    switch (this.#expected) {
      case 'comma or end':
        return code === COMMA ? this.#afterComma() : this.#close(code, window);
      case 'colon':
        this.#expected = 'value';
        return code === COLON;
      case 'key':
      case 'key or end':
        if (code === QUOTE) return this.#beginText('string', true, window);
        return this.#expected === 'key or end' && this.#close(code, window);
      case 'value or end':
        return code === CLOSE_ARRAY ? this.#close(code, window) : this.#value(code, window);
      case 'value':
        return this.#value(code, window);
      case 'nothing':
        return false;
    }
  }

  #afterComma(): boolean {
    this.#expected = this.frames.at(-1)?.isObject === true ? 'key' : 'value';
    return true;
  }

  #value(code: number, window: TextWindow): boolean {
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) return this.#open(code === OPEN_OBJECT, window);
    if (code === QUOTE) return this.#beginText('string', false, window);
    if (!beginsLiteral(code)) return false;
    return this.#beginText('literal', false, window);
  }

  #open(isObject: boolean, window: TextWindow): boolean {
    const isEnvelopeArray =
      !isObject && this.frames.length === 1 && this.frames[0]?.isObject === true && ENVELOPE_KEYS.has(this.#key);
    this.hasEnvelope ||= isEnvelopeArray;
    this.frames.push({ isObject, begins: window.mark(), marks: 0, isEnvelopeArray });
    this.#expected = isObject ? 'key or end' : 'value or end';
    return true;
  }

  #close(code: number, window: TextWindow): boolean {
    const frame = this.frames.at(-1);
    if (frame === undefined || code !== (frame.isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return false;
    this.frames.pop();
    if (this.frames.length === 0) this.#rootMarks = frame.marks;
    const span = { start: frame.begins.position, end: window.position + 1, line: frame.begins.line };
    if (this.frames.length > 0 && isStandalone(frame.marks)) {
      const { position, ...ends } = window.mark();
      this.nested.push({ ...span, standing: frame.begins.standing, ends: { ...ends, position: position + 1 } });
    }
    this.#ended(span);
    return true;
  }

  #ended(span: Span): void {
    this.#expected = this.frames.length === 0 ? 'nothing' : 'comma or end';
    if (this.frames.length === 2 && this.frames[1]?.isEnvelopeArray === true) this.pending.push(span);
  }

  #beginText(kind: 'string' | 'literal', isKey: boolean, window: TextWindow): boolean {
    this.#text = kind;
    this.#isKey = isKey;
    this.#textStart = window.position;
    this.#textLine = window.line;
    return true;
  }

  #skipText(window: TextWindow): boolean {
    return this.#text === 'literal' ? this.#skipLiteral(window) : this.#skipString(window);
  }

  #skipLiteral(window: TextWindow): boolean {
    LITERAL.lastIndex = window.at;
    LITERAL.exec(window.text);
    window.at = LITERAL.lastIndex;
    if (!window.isAtEnd) this.#endText(window.position);
    return true;
  }

  #skipString(window: TextWindow): boolean {
    STRING_STOP.lastIndex = window.at;
    const found = STRING_STOP.exec(window.text);
    if (found === null) {
      window.at = window.text.length;
      return true;
    }
    const { index } = found;
    window.at = index;
    if (found[0] === '\n') {
      this.lastText = { start: this.#textStart, end: window.position };
      return false;
    }
    window.at = found[0] === '\\' ? index + 2 : index + 1;
    if (found[0] === '"') this.#endString(window);
    return true;
  }

  #endString(window: TextWindow): void {
    this.lastText = { start: this.#textStart, end: window.position };
    if (!this.#isKey) {
      this.#endText(window.position);
      return;
    }
    const frame = this.frames.at(-1);
    if (frame !== undefined && window.position - this.#textStart <= MAX_MARK + 2) {
      const key = window.slice(this.#textStart + 1, window.position - 1);
      frame.marks |= marksOfKey(key);
      this.#key = key;
    } else {
      this.#key = '';
    }
    this.#text = undefined;
    this.#expected = 'colon';
  }

  #endText(end: number): void {
    this.#text = undefined;
    this.#ended({ start: this.#textStart, end, line: this.#textLine });
  }
}
