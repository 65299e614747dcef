import { expect } from 'chai';
import fc from 'fast-check';
import { addUsd, excessUsd, parseExactUsd, usdToString, ZERO_USD } from '../../domain/money.js';
import { compareExact, excessExact, percentOf, shownUsd, sumExact } from '../../page/exact.js';

/** As usdToString writes amounts: up to 12 digits, and up to 20 behind the point. */
const amounts = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.bigInt({ min: 0n, max: 10n ** 20n - 1n }), fc.nat(20))
  .map(([whole, part, cut]) =>
    usdToString(
      parseExactUsd(
        `${whole}.${String(part)
          .padStart(20, '0')
          .slice(0, cut + 1)}`,
      ),
    ),
  );

describe('amounts of the page', () => {
  it('compares, adds and takes away as the money of the domain', () => {
    fc.assert(
      fc.property(amounts, amounts, (left, right) => {
        const [leftUsd, rightUsd] = [parseExactUsd(left), parseExactUsd(right)];
        expect(Math.sign(compareExact(left, right))).to.equal(leftUsd.comparedTo(rightUsd));
        expect(sumExact([left, right])).to.equal(usdToString(addUsd(leftUsd, rightUsd)));
        expect(excessExact(left, right)).to.equal(usdToString(excessUsd(leftUsd, rightUsd)));
      }),
    );
    expect(sumExact([])).to.equal(usdToString(ZERO_USD));
  });

  const shown: readonly (readonly [string, string])[] = [
    ['0', '$0.00'],
    ['0.00000001', '<$0.01'],
    ['0.00999', '<$0.01'],
    ['0.01', '$0.01'],
    ['0.015', '$0.02'],
    ['0.025', '$0.02'],
    ['0.0250000001', '$0.03'],
    ['1234567.995', '$1,234,568.00'],
    ['25', '$25.00'],
  ];
  for (const [amount, text] of shown) {
    it(`shows ${amount} as ${text}`, () => {
      expect(shownUsd(amount)).to.equal(text);
    });
  }

  it('rounds percentages down, and has none of no limit', () => {
    expect(percentOf('9.9999999', '10')).to.equal(99);
    expect(percentOf('10', '10')).to.equal(100);
    expect(percentOf('1', '0')).to.equal(undefined);
  });
});
