import { expect } from 'chai';
import { VirtualClock } from '../../../local/memory/virtualClock.js';

describe('VirtualClock', () => {
  it('moves only when it is set or slept on', async () => {
    const clock = new VirtualClock(1000);
    await clock.sleep(500);
    expect(clock.now()).to.equal(1500);
    clock.set(200);
    expect([clock.now(), clock.now()]).to.deep.equal([200, 200]);
  });

  it('gives the same random numbers for the same seed, and others for another', () => {
    const numbers = (seed: number): readonly number[] => {
      const clock = new VirtualClock(0, seed);
      return Array.from({ length: 5 }, () => clock.random());
    };
    expect(numbers(7)).to.deep.equal(numbers(7));
    expect(numbers(7)).to.not.deep.equal(numbers(8));
    expect(new Set(numbers(7)).size).to.equal(5);
  });
});
