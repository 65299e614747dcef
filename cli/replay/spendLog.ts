import { parseExactUsd, usdToString, type Usd } from '../../domain/money.js';
import type { Principal } from '../../domain/principal.js';
import type { Instant } from '../../domain/instant.js';

/** What one call cost whom and when. */
export interface SpendEntry {
  readonly principal: Principal;
  readonly at: Instant;
  readonly costUsd: Usd;
}

/**
 * Millions of spends, about 30 bytes each and outside the heap: logs are not in order, and budgets need them so. Entries
 * lie in blocks that never move.
 */
export class SpendLog {
  readonly #principals: Principal[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #blocks: Block[] = [];
  #size = 0;
  #latest: Instant = Number.NEGATIVE_INFINITY;
  #isInOrder = true;

  add({ principal, at, costUsd }: SpendEntry): void {
    this.#isInOrder &&= at >= this.#latest;
    this.#latest = Math.max(this.#latest, at);
    if (this.#size % BLOCK_SIZE === 0) this.#blocks.push(new Block());
    this.#blockOf(this.#size).set(this.#size % BLOCK_SIZE, at, this.#indexOf(principal), usdToString(costUsd));
    this.#size += 1;
  }

  /** By timestamp; those of one instant in the order they came. */
  *inOrder(): Generator<SpendEntry, void> {
    if (this.#isInOrder) {
      yield* this.asDelivered();
      return;
    }
    const order = new Uint32Array(this.#size).map((_, index) => index);
    order.sort((left, right) => this.#instantAt(left) - this.#instantAt(right) || left - right);
    for (const index of order) yield this.#entryAt(index);
  }

  *asDelivered(): Generator<SpendEntry, void> {
    for (let index = 0; index < this.#size; index += 1) yield this.#entryAt(index);
  }

  #indexOf(principal: Principal): number {
    const known = this.#indexes.get(principal.principalId);
    if (known !== undefined) return known;
    this.#indexes.set(principal.principalId, this.#principals.length);
    return this.#principals.push(principal) - 1;
  }

  #entryAt(index: number): SpendEntry {
    const block = this.#blockOf(index);
    const principal = this.#principals[block.ownerAt(index % BLOCK_SIZE)];
    if (principal === undefined) throw new RangeError(`no spend at ${index}`);
    return { principal, at: this.#instantAt(index), costUsd: parseExactUsd(block.costAt(index % BLOCK_SIZE)) };
  }

  #instantAt(index: number): Instant {
    return this.#blockOf(index).instantAt(index % BLOCK_SIZE);
  }

  #blockOf(index: number): Block {
    const block = this.#blocks[Math.floor(index / BLOCK_SIZE)];
    if (block === undefined) throw new RangeError(`no spend at ${index}`);
    return block;
  }
}

const BLOCK_SIZE = 65_536;

/** A cost has seldom more digits. */
const USUAL_COST_BYTES = 12;

/** Entries in columns; the costs as text, one behind the other, so that they keep all their digits. */
class Block {
  readonly #instants = new Float64Array(BLOCK_SIZE);
  readonly #owners = new Uint32Array(BLOCK_SIZE);
  readonly #costEnds = new Uint32Array(BLOCK_SIZE);
  #costs = Buffer.alloc(BLOCK_SIZE * USUAL_COST_BYTES);

  set(at: number, instant: Instant, owner: number, cost: string): void {
    const start = this.#costStart(at);
    if (start + cost.length > this.#costs.length)
      this.#costs = Buffer.concat([this.#costs, Buffer.alloc(this.#costs.length)]);
    this.#costEnds[at] = start + this.#costs.write(cost, start, 'latin1');
    this.#instants[at] = instant;
    this.#owners[at] = owner;
  }

  instantAt(at: number): Instant {
    return this.#instants[at] ?? NaN;
  }

  ownerAt(at: number): number {
    return this.#owners[at] ?? NaN;
  }

  costAt(at: number): string {
    return this.#costs.toString('latin1', this.#costStart(at), this.#costEnds[at]);
  }

  #costStart(at: number): number {
    return at === 0 ? 0 : (this.#costEnds[at - 1] ?? NaN);
  }
}
