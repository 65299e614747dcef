import { expect } from 'chai';
import { backoff, MAX_ATTEMPTS } from '../../../handlers/runtime/retries.js';

async function sleptAfter(attempt: number, random: number): Promise<number> {
  const slept: number[] = [];
  const sleep = (milliseconds: number): Promise<void> => {
    slept.push(milliseconds);
    return Promise.resolve();
  };
  await backoff({ now: () => 0, sleep, random: () => random }, attempt);
  expect(slept).to.have.length(1);
  return slept[0] ?? NaN;
}

describe('backoff', () => {
  for (const [attempt, longest] of [
    [1, 20],
    [2, 40],
    [3, 80],
    [7, 1280],
    [8, 2000],
    [MAX_ATTEMPTS, 2000],
  ] as const) {
    it(`waits up to ${longest} ms after attempt ${attempt}, by chance less`, async () => {
      expect(await sleptAfter(attempt, 1)).to.equal(longest);
      expect(await sleptAfter(attempt, 0.5)).to.equal(longest / 2);
      expect(await sleptAfter(attempt, 0)).to.equal(0);
    });
  }

  it('waits whole milliseconds, one at least unless chance says none', async () => {
    expect(await sleptAfter(1, 0.001)).to.equal(1);
    expect(await sleptAfter(1, 0.51)).to.equal(11);
  });

  it('gives up after twenty attempts, by when eight writers have all had their turn', () => {
    expect(MAX_ATTEMPTS).to.equal(20);
  });
});
