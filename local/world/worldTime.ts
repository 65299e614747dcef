import { install, type Clock as InstalledClock } from '@sinonjs/fake-timers';
import type { Instant } from '../../domain/instant.js';
import type { Clock } from '../../handlers/ports/clock.js';
import { VirtualClock } from '../memory/virtualClock.js';

/** Taken before anybody replaces them. */
const { setImmediate: realImmediate, setTimeout: realTimeout, performance: realPerformance } = globalThis;

/** Node's timers take no longer wait (Node.js documentation, `setTimeout`). */
const MAX_MS = 2 ** 31 - 1;

/**
 * The one time of the world: `Date` and `setTimeout` of everything in this process, the state machines' waits among
 * them. Timers of one instant fire in the order in which they were set, each with all that follows from it before the
 * next, so that a run is always the same run.
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
    return Date.now();
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  random(): number {
    return this.#random.random();
  }

  /** Work of the world itself: what it throws is a defect, and ends the run. */
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
   * Lets time pass. Not by `tickAsync`, which takes a real millisecond for each timer: the adapters are in memory, so a
   * turn of the event loop finishes all that a timer has begun.
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

  /** Gives back the real time. */
  close(): void {
    this.#timers.uninstall();
  }
}

/** Of the clock on the wall, whatever time it is in the world. */
export function realSleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => realTimeout(resolve, milliseconds));
}

/** Milliseconds of the clock on the wall since some instant. */
export function realNow(): number {
  return realPerformance.now();
}

function turn(): Promise<void> {
  return new Promise((resolve) => realImmediate(resolve));
}
