import { parseExactUsd, usdToString, type Usd } from '../../domain/money.js';
import type { Principal } from '../../domain/iam/principal.js';
import type { Instant } from '../../domain/instant.js';
import { TextLog } from '../metering/textLog.js';

/** What one call cost whom and when. */
export interface SpendEntry {
  readonly principal: Principal;
  readonly at: Instant;
  readonly costUsd: Usd;
  /** ARN of the application inference profile by which it was made; teams count such calls too. */
  readonly inferenceProfile?: string | undefined;
  /** What a larger record of a call that was there before adds to it. */
  readonly isMore?: boolean;
}

/**
 * Millions of spends, outside the heap: logs are not in order, and budgets need them so. Entries lie in blocks that never
 * move. A million of them, put in order, take 63 MB and 2.3 s of CPU; an array of objects takes 347 MB and 2.0 s
 * (`npm run bench -- command`, 2026-11-28).
 */
export class SpendLog {
  readonly #principals = new Numbered<Principal>();
  readonly #profiles = new Numbered<string | undefined>();
  readonly #blocks: Block[] = [];
  readonly #costs = new TextLog();
  #size = 0;
  #latest: Instant = Number.NEGATIVE_INFINITY;
  #isInOrder = true;

  add({ principal, at, costUsd, inferenceProfile, isMore = false }: SpendEntry): void {
    this.#isInOrder &&= at >= this.#latest;
    this.#latest = Math.max(this.#latest, at);
    if (this.#size % BLOCK_SIZE === 0) this.#blocks.push(new Block());
    const owner = this.#principals.numberOf(principal.principalId, principal);
    const profile = this.#profiles.numberOf(inferenceProfile ?? '', inferenceProfile);
    this.#blockOf(this.#size).set(this.#size % BLOCK_SIZE, { at, owner, profile, isMore });
    this.#costs.add(usdToString(costUsd));
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

  #entryAt(index: number): SpendEntry {
    const at = index % BLOCK_SIZE;
    const block = this.#blockOf(index);
    const principal = this.#principals.at(block.ownerAt(at));
    if (principal === undefined) throw new RangeError(`no spend at ${index}`);
    const costUsd = parseExactUsd(this.#costs.at(index));
    const inferenceProfile = this.#profiles.at(block.profileAt(at));
    return { principal, at: block.instantAt(at), costUsd, inferenceProfile, isMore: block.isMoreAt(at) };
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

/** Values that come again and again, each once. */
class Numbered<T> {
  readonly #values: T[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(key: string, value: T): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#values.length);
    return this.#values.push(value) - 1;
  }

  at(number: number): T | undefined {
    return this.#values[number];
  }
}

const BLOCK_SIZE = 65_536;

/** One entry, with numbers for its principal and its profile. */
interface Row {
  readonly at: Instant;
  readonly owner: number;
  readonly profile: number;
  readonly isMore: boolean;
}

/** Entries in columns. */
class Block {
  readonly #instants = new Float64Array(BLOCK_SIZE);
  readonly #owners = new Uint32Array(BLOCK_SIZE);
  readonly #profiles = new Uint32Array(BLOCK_SIZE);
  readonly #more = new Uint8Array(BLOCK_SIZE);

  set(place: number, { at, owner, profile, isMore }: Row): void {
    this.#instants[place] = at;
    this.#owners[place] = owner;
    this.#profiles[place] = profile;
    this.#more[place] = isMore ? 1 : 0;
  }

  instantAt(at: number): Instant {
    return this.#instants[at] ?? NaN;
  }

  ownerAt(at: number): number {
    return this.#owners[at] ?? NaN;
  }

  profileAt(at: number): number {
    return this.#profiles[at] ?? NaN;
  }

  isMoreAt(at: number): boolean {
    return this.#more[at] === 1;
  }
}
