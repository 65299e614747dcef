import { expect } from 'chai';
import fc from 'fast-check';
import { amountOf } from '../../../cli/values/amount.js';
import { UserError } from '../../../cli/userError.js';
import { usdToString } from '../../../domain/money.js';

describe('amountOf', () => {
  const amounts: readonly (readonly [string, string])[] = [
    ['25', '25'],
    ['$25', '25'],
    ['0.50', '0.5'],
    ['$0.000000000000001', '0.000000000000001'],
    ['999999999', '999999999'],
    ['007', '7'],
  ];
  for (const [text, expected] of amounts) {
    it(`reads ${text}`, () => {
      expect(usdToString(amountOf(text, 'USD'))).to.equal(expected);
    });
  }

  const refused = ['-5', '$', '', '1e400', '1e2', '0', '$0', '0.00', '$$5', '5$', ' 5', '5 ', '1,000', '.5', '5.'];
  for (const text of [...refused, '1000000000', '0.0000000000000001', 'NaN', 'Infinity', '0x10', '٥']) {
    it(`refuses ${JSON.stringify(text)}, naming the place`, () => {
      expect(() => amountOf(text, 'USD')).to.throw(
        UserError,
        `USD: ${JSON.stringify(text)} is not an amount of USD above 0 and below a billion, such as 25 or $0.50`,
      );
    });
  }

  it('loses no digit', () => {
    const digits = fc.tuple(fc.integer({ min: 1, max: 999_999_999 }), fc.integer({ min: 1, max: 999_999_999 }));
    fc.assert(
      fc.property(digits, ([whole, part]) => {
        const text = `${whole}.${String(part).replace(/0+$/, '')}`;
        expect(usdToString(amountOf(`$${text}`, 'USD'))).to.equal(text);
      }),
    );
  });
});
