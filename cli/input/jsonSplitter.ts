/** The text of one JSON value, or of what should have been one, and the line it begins on. */
export interface JsonText {
  readonly text: string;
  readonly line: number;
}

/** Cuts a stream of text into pieces that should each be one JSON value. */
export interface Splitter {
  /** The pieces that this text completes. */
  push(text: string): readonly JsonText[];
  /** What is left when the text has ended. */
  end(): readonly JsonText[];
}

/** Keys of documents that wrap log events: filter-log-events, subscription payloads, Firehose and Lambda events. */
const ENVELOPE_KEYS = new Set(['events', 'logEvents', 'records']);

const QUOTE_OR_BACKSLASH = /["\\]/g;

/**
 * Splits JSON that is not one value a line: values one after the other, the elements of an array, the elements of an
 * envelope's array. It counts brackets, skips strings and never holds more than one value, so that a document of any
 * size streams through; whether a piece is JSON is for its reader to find out.
 */
export class DocumentSplitter implements Splitter {
  #text = '';
  #at = 0;
  #line = 1;
  #depth = 0;
  /** Depth at which values are records: 0 one after the other, 1 in an array, 2 in an envelope, none behind it. */
  #recordDepth = 0;
  /** Where the current value begins, -1 between values. */
  #start = -1;
  #startLine = 1;
  #inString = false;
  #stringStart = 0;
  /** The last string directly inside an outermost object: the key of what comes next. */
  #key = '';
  #found: JsonText[] = [];

  push(text: string): readonly JsonText[] {
    this.#text += text;
    while (this.#at < this.#text.length) {
      if (this.#inString) this.#skipString();
      else this.#step(this.#text.charAt(this.#at));
    }
    this.#forget(this.#start >= 0 ? this.#start : this.#text.length);
    return this.#take();
  }

  end(): readonly JsonText[] {
    this.#emit(this.#text.length);
    return this.#take();
  }

  #step(character: string): void {
    if (character === '{' || character === '[') this.#open(character);
    else if (character === '}' || character === ']') this.#close();
    else if (character === '"') this.#openString();
    else if (character === ',' || character.trim() === '') this.#separate(character);
    else this.#begin();
    this.#at += 1;
  }

  #open(character: string): void {
    const isOuter = this.#start < 0 && this.#depth === 0 && character === '[';
    const isEnvelope =
      this.#recordDepth === 0 && this.#depth === 1 && character === '[' && ENVELOPE_KEYS.has(this.#key);
    if (isOuter || isEnvelope) {
      this.#recordDepth = this.#depth + 1;
      this.#start = -1;
    } else {
      this.#begin();
    }
    this.#depth += 1;
  }

  #close(): void {
    if (this.#depth === 0) {
      this.#begin();
      this.#emit(this.#at + 1);
      return;
    }
    this.#depth -= 1;
    if (this.#depth === this.#recordDepth) this.#emit(this.#at + 1);
    else if (this.#depth === this.#recordDepth - 1) this.#closeArray();
    else if (this.#depth === 0) this.#recordDepth = 0;
  }

  /** What follows the array inside an envelope holds no records. */
  #closeArray(): void {
    this.#emit(this.#at);
    this.#recordDepth = this.#depth === 0 ? 0 : Number.POSITIVE_INFINITY;
  }

  #openString(): void {
    this.#begin();
    this.#inString = true;
    this.#stringStart = this.#at + 1;
  }

  #skipString(): void {
    QUOTE_OR_BACKSLASH.lastIndex = this.#at;
    const index = QUOTE_OR_BACKSLASH.exec(this.#text)?.index ?? this.#text.length;
    if (this.#text[index] === '\\') {
      this.#at = index + 2;
      return;
    }
    this.#inString = index === this.#text.length;
    this.#at = this.#inString ? index : index + 1;
    if (!this.#inString && this.#recordDepth === 0 && this.#depth === 1) {
      this.#key = this.#text.slice(this.#stringStart, index);
    }
  }

  #separate(character: string): void {
    if (character === '\n') this.#line += 1;
    if (this.#depth === this.#recordDepth) this.#emit(this.#at);
  }

  #begin(): void {
    if (this.#start >= 0 || this.#depth !== this.#recordDepth) return;
    this.#start = this.#at;
    this.#startLine = this.#line;
  }

  #emit(end: number): void {
    if (this.#start >= 0) this.#found.push({ text: this.#text.slice(this.#start, end), line: this.#startLine });
    this.#start = -1;
  }

  #forget(length: number): void {
    this.#text = this.#text.slice(length);
    this.#at -= length;
    this.#stringStart -= length;
    this.#start = this.#start < 0 ? -1 : this.#start - length;
  }

  #take(): readonly JsonText[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }
}
