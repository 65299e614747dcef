import { install, type Clock as InstalledClock } from '@sinonjs/fake-timers';
import type { Instant } from '../../domain/instant.js';
import type { Clock } from '../../handlers/ports/clock.js';
import { VirtualClock } from '../memory/virtualClock.js';

/** Saved before fake timers replace them. */
const { setImmediate: realImmediate, setTimeout: realTimeout, performance: realPerformance } = globalThis;

/** The longest wait of a timer (Node.js documentation, `setTimeout`). */
const MAX_MS = 2 ** 31 - 1;

/**
 * The world's time: replaces `Date` and `setTimeout` for the whole process, including the state machines' waits. Timers
 * of one instant fire in the order in which they were set, each with everything that follows from it before the next.
 * So every run is the same.
 */
export class WorldTime implements Clock {
  readonly #timers: InstalledClock;
  readonly #random = new VirtualClock(0);
  #defect: unknown;
  #hasDefect = false;

  constructor(start: Instant) {
    this.#timers = install({ now: start, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  }

  now(): Instant {
    return this.#timers.now;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  random(): number {
    return this.#random.random();
  }

  /** Work of the world itself. An error is a defect and ends the run. */
  after(milliseconds: number, work: () => Promise<void> | void): void {
    if (milliseconds > MAX_MS) {
      setTimeout(() => {
        this.after(milliseconds - MAX_MS, work);
      }, MAX_MS);
      return;
    }
    setTimeout(() => {
      Promise.resolve()
        .then(work)
        .catch((error: unknown) => {
          this.#defect ??= error;
          this.#hasDefect = true;
        });
    }, milliseconds);
  }

  at(instant: Instant, work: () => Promise<void> | void): void {
    this.after(Math.max(0, instant - this.now()), work);
  }

  /**
   * Advances the time. Does not use `tickAsync`, which takes a real millisecond a timer: with adapters in memory, one
   * turn of the event loop finishes what a timer began.
   */
  async runUntil(end: Instant, onStep: () => Promise<void> | void = () => undefined): Promise<void> {
    const run: { isOver: boolean } = { isOver: false };
    this.at(end, () => {
      run.isOver = true;
    });
    await turn();
    while (!run.isOver) {
      this.#timers.next();
      await turn();
      if (this.#hasDefect) throw this.#defect;
      await onStep();
    }
  }

  /** Restores the real time. */
  close(): void {
    this.#timers.uninstall();
  }
}

/** Sleeps in real time. */
export function realSleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => realTimeout(resolve, milliseconds));
}

/** Real milliseconds since an arbitrary instant. */
export function realNow(): number {
  return realPerformance.now();
}

function turn(): Promise<void> {
  return new Promise((resolve) => realImmediate(resolve));
}
