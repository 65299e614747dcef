const BLOCK_SIZE = 65_536;

/** Millions of short texts of ASCII, outside the heap; they lie in blocks that never move. */
export class TextLog {
  readonly #blocks: Block[] = [];
  #size = 0;

  /** Answers the place of the text. */
  add(text: string): number {
    if (this.#size % BLOCK_SIZE === 0) this.#blocks.push(new Block());
    this.#blockOf(this.#size).set(this.#size % BLOCK_SIZE, text);
    this.#size += 1;
    return this.#size - 1;
  }

  at(place: number): string {
    return this.#blockOf(place).at(place % BLOCK_SIZE);
  }

  #blockOf(place: number): Block {
    const block = this.#blocks[Math.floor(place / BLOCK_SIZE)];
    if (block === undefined) throw new RangeError(`no text at ${place}`);
    return block;
  }
}

/** A text has seldom more bytes; where many have, the block grows. */
const USUAL_BYTES = 12;

class Block {
  readonly #ends = new Uint32Array(BLOCK_SIZE);
  #texts = Buffer.alloc(BLOCK_SIZE * USUAL_BYTES);

  set(at: number, text: string): void {
    const start = this.#startOf(at);
    if (start + text.length > this.#texts.length)
      this.#texts = Buffer.concat([this.#texts, Buffer.alloc(this.#texts.length)]);
    this.#ends[at] = start + this.#texts.write(text, start, 'latin1');
  }

  at(at: number): string {
    return this.#texts.toString('latin1', this.#startOf(at), this.#ends[at]);
  }

  #startOf(at: number): number {
    return at === 0 ? 0 : (this.#ends[at - 1] ?? NaN);
  }
}
