import { setTimeout } from 'node:timers/promises';
import type { Instant } from '../../domain/instant.js';
import type { Clock } from '../ports/clock.js';

export class SystemClock implements Clock {
  now(): Instant {
    return Date.now();
  }

  async sleep(milliseconds: number): Promise<void> {
    await setTimeout(milliseconds);
  }

  random(): number {
    return Math.random();
  }
}
