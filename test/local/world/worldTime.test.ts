import { expect } from 'chai';
import { DAY_MS } from '../../../domain/instant.js';
import { WorldTime } from '../../../local/world/worldTime.js';

const START = Date.UTC(2026, 9, 5);

describe('WorldTime', () => {
  let time: WorldTime;
  const seen: string[] = [];

  beforeEach(() => {
    time = new WorldTime(START);
    seen.length = 0;
  });

  afterEach(() => {
    time.close();
  });

  const see = (what: string) => (): void => {
    seen.push(`${what} ${time.now() - START}`);
  };

  it('finishes what a timer has begun before the next one of the same instant', async () => {
    time.after(5, async () => {
      see('first')();
      await Promise.resolve();
      see('rest of the first')();
    });
    time.after(5, see('second'));
    await time.runUntil(START + 10);
    expect(seen).to.deep.equal(['first 5', 'rest of the first 5', 'second 5']);
    expect(time.now()).to.equal(START + 10);
  });

  it('waits longer than a timer of Node can', async () => {
    time.after(60 * DAY_MS, see('due'));
    await time.runUntil(START + 90 * DAY_MS);
    expect(seen).to.deep.equal([`due ${60 * DAY_MS}`]);
  });

  it('ends the run with what the work of the world throws', async () => {
    time.after(5, () => {
      throw new TypeError('a defect');
    });
    let thrown: unknown;
    await time.runUntil(START + 10).catch((error: unknown) => (thrown = error));
    expect(thrown).to.be.instanceOf(TypeError);
  });

  it('gives back the time of the process', () => {
    time.close();
    expect(Date.now()).to.be.greaterThan(0).and.not.equal(START);
  });
});
