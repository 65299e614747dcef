import { once } from 'node:events';
import type { Writable } from 'node:stream';

const FLUSH_AT = 64 * 1024;

/** Writes lines to a stream in large pieces, and waits for slow readers. */
export class TextOutput {
  readonly #stream: Writable;
  #pending = '';
  #isWhole = false;
  #isClosed = false;

  constructor(stream: Writable) {
    this.#stream = stream;
    // A reader such as `head` may close the pipe early.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (!this.#isWhole) process.exit(0);
      this.#isClosed = true;
    });
  }

  /** The command goes on to its end though nobody reads it any more: it changes something. */
  endsWhole(): void {
    this.#isWhole = true;
  }

  /** Whether nobody reads it any more. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  line(text: string): void {
    this.#pending += `${text}\n`;
  }

  /** Whether to flush now; to be asked between lines. */
  get isFull(): boolean {
    return this.#pending.length >= FLUSH_AT;
  }

  async flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = '';
    if (text === '' || this.#isClosed || this.#stream.write(text)) return;
    await Promise.race(['drain', 'close'].map((event) => once(this.#stream, event))).catch(() => undefined);
  }
}
