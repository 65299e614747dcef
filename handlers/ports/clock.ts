import type { Instant } from '../../domain/instant.js';

export interface Clock {
  now(): Instant;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 up to, not including, 1; spreads retries. */
  random(): number;
}
