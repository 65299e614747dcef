import { once } from 'node:events';
import type { Writable } from 'node:stream';

const FLUSH_AT = 64 * 1024;

/** Writes lines to a stream in large pieces, and waits for slow readers. */
export class TextOutput {
  readonly #stream: Writable;
  #pending = '';

  constructor(stream: Writable) {
    this.#stream = stream;
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
    if (text !== '' && !this.#stream.write(text)) await once(this.#stream, 'drain');
  }
}
