import type { Instant } from '../../domain/instant.js';
import type { Clock } from '../../handlers/ports/clock.js';

/** Time passes only by `sleep` or when it is set. The random numbers are the same on every run. */
export class VirtualClock implements Clock {
  #now: Instant;
  #state: number;

  constructor(now: Instant, seed = 1) {
    this.#now = now;
    this.#state = seed;
  }

  now(): Instant {
    return this.#now;
  }

  set(now: Instant): void {
    this.#now = now;
  }

  /** Moves the time on and resolves at once. */
  sleep(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    return Promise.resolve();
  }

  /** Mulberry32, in the public domain. */
  random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
