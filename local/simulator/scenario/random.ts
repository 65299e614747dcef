import { seededRandom } from '../../world/logs/invocationRecord.js';

/** Choices derived from a seed; the same seed gives the same choices. */
export class Random {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = seededRandom(seed);
  }

  /** From 0 up to, but not including, 1. */
  fraction(): number {
    return this.#next();
  }

  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  /** Both bounds are included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.#next() * (max - min + 1));
  }

  /** Uniform in the order of magnitude: 1 to 10 is as likely as 10 to 100. */
  magnitude(min: number, max: number): number {
    return Math.round(min * (max / min) ** this.#next());
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

/**
 * A number from 0 to 1 derived from a seed and a text (FNV-1a, then mulberry32); the same inputs always give the same
 * number.
 */
export function fractionFor(seed: number, text: string): number {
  let hash = (0x811c9dc5 ^ seed) | 0;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return seededRandom(hash)();
}
