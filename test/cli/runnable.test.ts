import { expect } from 'chai';
import { isDeeperThan, shortened, withoutStrays } from '../../cli/start/runnable.js';

const at = (day: string): { readonly at: number; readonly location: string } => ({
  at: Date.parse(day),
  location: day,
});

describe('withoutStrays', () => {
  it('leaves out what is far from the median, each with a line that names it', () => {
    const calls = ['2026-09-01', '2026-10-01', '2026-11-01', '1970-01-01', '2999-01-01', '2025-01-01'].map(at);
    const { near, problems } = withoutStrays(calls);
    expect(near.map(({ location }) => location)).to.deep.equal(['2026-09-01', '2026-10-01', '2026-11-01']);
    expect(problems.map((problem) => problem.slice(0, 22))).to.deep.equal([
      '1970-01-01: left out: ',
      '2999-01-01: left out: ',
      '2025-01-01: left out: ',
    ]);
  });

  it('leaves out years that no schedule knows, even if there are no others', () => {
    expect(withoutStrays([at('9999-12-31')]))
      .to.have.property('near')
      .that.deep.equals([]);
  });

  it('keeps what has no time', () => {
    expect(withoutStrays([{ at: Number.NEGATIVE_INFINITY, location: 'x' }]).near).to.have.length(1);
  });
});

describe('isDeeperThan', () => {
  it('counts levels, of any depth', () => {
    expect(isDeeperThan(2, { a: [1] })).to.equal(false);
    expect(isDeeperThan(2, { a: [{ b: 1 }] })).to.equal(true);
    expect(isDeeperThan(500, JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)))).to.equal(true);
  });
});

describe('shortened', () => {
  it('counts what is beyond twenty', () => {
    expect(shortened(Array.from({ length: 23 }, String)).slice(-1)).to.deep.equal(['… and 3 more are left out']);
  });
});
