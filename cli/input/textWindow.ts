/** A window on a stream of text that drops what is no longer needed. Positions count from the stream's beginning. */
export class TextWindow {
  text = '';
  /** Index into `text`. */
  at = 0;
  line = 1;
  #offset = 0;
  #lineStart = 0;
  #indent = -1;
  #onlyClosers = true;

  get position(): number {
    return this.#offset + this.at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The column, if a value here would begin its line with nothing but closing brackets before it; otherwise -1. */
  get indent(): number {
    if (!this.#onlyClosers) return -1;
    return this.#indent >= 0 ? this.#indent : this.position - this.#lineStart;
  }

  /** Whether only white space stands before this place on its line. */
  get isLineBlank(): boolean {
    return this.#onlyClosers && this.#indent < 0;
  }

  append(text: string): void {
    this.text += text;
  }

  slice(start: number, end: number): string {
    return this.text.slice(start - this.#offset, end - this.#offset);
  }

  /** Call at each line end before `at` passes it. */
  newLine(): void {
    this.line += 1;
    this.#lineStart = this.position + 1;
    this.#indent = -1;
    this.#onlyClosers = true;
  }

  /** Call at each visible character before `at` passes it. */
  visible(isCloser: boolean): void {
    if (this.#indent < 0) this.#indent = this.position - this.#lineStart;
    if (!isCloser) this.#onlyClosers = false;
  }

  /** Treats a value that begins here as if it began its line. */
  beginsAnew(): void {
    this.#indent = 0;
    this.#onlyClosers = true;
  }

  /** Skips what stands before the message; the line begins behind it. */
  skipPrefix(length: number): void {
    this.at += length;
    this.#lineStart = this.position;
  }

  /** A place to which the window has to return later. */
  mark(): Bookmark {
    const { position, line } = this;
    return {
      position,
      line,
      standing: this.indent,
      lineStart: this.#lineStart,
      indent: this.#indent,
      onlyClosers: this.#onlyClosers,
    };
  }

  return(to: Bookmark): void {
    this.at = to.position - this.#offset;
    this.line = to.line;
    this.#lineStart = to.lineStart;
    this.#indent = to.indent;
    this.#onlyClosers = to.onlyClosers;
  }

  /** On the same line. */
  goBackTo(position: number): void {
    this.at = position - this.#offset;
  }

  /** Does nothing if the line began before `after`, or if an object has begun on it. */
  goBackToLineStart(after: number): void {
    if (this.#lineStart <= after || this.slice(this.#lineStart, this.position).includes('{')) return;
    this.goBackTo(this.#lineStart);
    this.#indent = -1;
    this.#onlyClosers = true;
  }

  forgetBefore(position: number): void {
    const length = position - this.#offset;
    if (length <= 0) return;
    this.text = this.text.slice(length);
    this.at -= length;
    this.#offset = position;
  }
}

export interface Bookmark {
  readonly position: number;
  readonly line: number;
  /** As `TextWindow.indent`. */
  readonly standing: number;
  readonly lineStart: number;
  readonly indent: number;
  readonly onlyClosers: boolean;
}
