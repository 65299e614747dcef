import { expect } from 'chai';
import { calls } from '../../../bench/calls/calls.js';

describe('the bench of calls', () => {
  it('counts the calls of usage-calculator, and two units for each row and each budget of a transaction', async () => {
    const figures = new Map((await calls.measure(() => undefined)).map(({ id, value }) => [id, Number(value)]));
    expect(figures.get('calls-meter-first')).to.be.within(20, 26);
    // 1,000 rows and 20 budgets, which all fit in a kilobyte.
    expect(figures.get('units-meter-write-later')).to.equal(2040);
    expect(figures.get('units-meter-read-later')).to.equal(10);
    expect(figures.get('units-others-write-warned')).to.be.above(figures.get('units-others-write-later') ?? NaN);
  });
});
