import { seededRandom } from '../../world/logs/invocationRecord.js';

/** Choices that a seed makes; the same seed makes the same ones. */
export class Random {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = seededRandom(seed);
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    return this.#next();
  }

  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  /** Both ends are possible. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.#next() * (most - least + 1));
  }

  /** As often between 1 and 10 as between 10 and 100. */
  magnitude(least: number, most: number): number {
    return Math.round(least * (most / least) ** this.#next());
  }

  pick<T>(first: T, ...others: readonly T[]): T {
    return others[this.integer(0, others.length) - 1] ?? first;
  }

  of<T>(items: readonly T[]): T {
    const [first, ...others] = items;
    if (first === undefined) throw new RangeError('nothing to choose from');
    return this.pick(first, ...others);
  }
}

/** A number from 0 to 1 for a seed and a text (FNV-1a, then mulberry32): the same wherever and whenever it is asked for. */
export function fractionFor(seed: number, text: string): number {
  let hash = (0x811c9dc5 ^ seed) | 0;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return seededRandom(hash)();
}
