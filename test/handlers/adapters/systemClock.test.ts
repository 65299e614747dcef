import { expect } from 'chai';
import { SystemClock } from '../../../handlers/adapters/systemClock.js';
import type { Clock } from '../../../handlers/ports/clock.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';

describe('every Clock', () => {
  const clocks: readonly (readonly [string, () => Clock])[] = [
    ['SystemClock', () => new SystemClock()],
    ['VirtualClock', () => new VirtualClock(Date.parse('2026-09-10T08:30:00Z'))],
  ];
  for (const [name, create] of clocks) {
    it(`tells whole milliseconds, and later ones after a sleep: ${name}`, async () => {
      const clock = create();
      const before = clock.now();
      await clock.sleep(3);
      expect(Number.isInteger(before)).to.equal(true);
      // A timer may fire up to a millisecond early by the wall clock.
      expect(clock.now() - before).to.be.at.least(2);
    });

    it(`spreads random numbers over 0 to 1: ${name}`, () => {
      const clock = create();
      const numbers = Array.from({ length: 2000 }, () => clock.random());
      expect(numbers.every((number) => number >= 0 && number < 1)).to.equal(true);
      expect(new Set(numbers.map((number) => Math.floor(number * 10))).size).to.equal(10);
    });
  }
});
