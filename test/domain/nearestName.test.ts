import { expect } from 'chai';
import fc from 'fast-check';
import { nearestName } from '../../domain/nearestName.js';

const NAMES = ['budgetLimitUsd', 'warnPercent', 'criticalPercent', 'regions', 'network', 'networkCidr'];

describe('nearestName', () => {
  for (const [given, nearest] of [
    ['bugdetLimitUsd', 'budgetLimitUsd'],
    ['BUDGETLIMITUSD', 'budgetLimitUsd'],
    ['warnPercnt', 'warnPercent'],
    ['region', 'regions'],
    ['networks', 'network'],
    ['networkCird', 'networkCidr'],
    ['criticalPrecent', 'criticalPercent'],
    ['', 'regions'],
  ] as const) {
    it(`takes ${JSON.stringify(given)} for ${nearest}`, () => {
      expect(nearestName(given, NAMES)).to.equal(nearest);
    });
  }

  it('counts two swapped letters as one change', () => {
    expect(nearestName('abdc', ['abxx', 'abcd'])).to.equal('abcd');
    expect(nearestName('ba', ['b', 'ab', 'c'])).to.equal('b');
    expect(nearestName('bac', ['xxc', 'abc'])).to.equal('abc');
  });

  it('has no answer without names', () => {
    expect(nearestName('x', [])).to.equal('');
  });

  it('finds a name that is there, and one with a letter left out among names unlike it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), fc.nat(), (name, at) => {
        expect(nearestName(name, NAMES)).to.equal(name);
        const index = at % name.length;
        expect(nearestName(name.slice(0, index) + name.slice(index + 1), ['zzzz', name, 'q'])).to.equal(name);
      }),
      { seed: 14 },
    );
  });
});
