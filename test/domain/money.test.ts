import { expect } from 'chai';
import fc from 'fast-check';
import {
  addUsd,
  chartUsd,
  costOfUnits,
  excessUsd,
  parseExactUsd,
  parseUsd,
  percentDifference,
  reachesPercent,
  usd,
  usdToString,
  ZERO_USD,
} from '../../domain/money.js';

/** Rates as AWS publishes them, down to 1e-12 USD per 1,000, as [text, value × 1e12]. */
const rate = fc.bigInt({ min: 0n, max: 10n ** 15n }).map((pico) => [decimalOf(pico, 12), pico] as const);

describe('parseUsd', () => {
  for (const text of ['0', '1', '0.00000875', '999999999.000000000000001']) {
    it(`reads ${text} exactly`, () => {
      expect(usdToString(usd(text))).to.equal(text);
    });
  }

  for (const text of [
    '',
    '-1',
    '+1',
    'NaN',
    'Infinity',
    '1e3',
    '0x10',
    '1.',
    '.5',
    ' 1',
    '1,5',
    '1234567890',
    '0.0000000000000001',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(parseUsd(text)).to.equal(undefined);
      expect(() => usd(text)).to.throw(RangeError, 'not an amount of USD');
    });
  }
});

describe('parseExactUsd', () => {
  it('reads back every digit that a sum can have', () => {
    expect(usdToString(parseExactUsd('12345678901234567.12345678901234567891'))).to.equal(
      '12345678901234567.12345678901234567891',
    );
  });

  it('reads numbers as databases spell them', () => {
    expect(usdToString(parseExactUsd('8.75E-9'))).to.equal('0.00000000875');
    expect(usdToString(parseExactUsd('0.02500'))).to.equal('0.025');
  });

  it('refuses what no sum looks like', () => {
    expect(() => parseExactUsd('-1')).to.throw(RangeError);
  });
});

describe('costOfUnits', () => {
  it('is exact to the last digit for any published rate and count', () => {
    fc.assert(
      fc.property(rate, fc.nat(1_000_000_000), ([text, pico], units) => {
        expect(usdToString(costOfUnits(units, usd(text)))).to.equal(decimalOf(pico * BigInt(units), 15));
      }),
    );
  });

  it('keeps the cost of a single cached token of Nova Micro', () => {
    expect(usdToString(costOfUnits(1, usd('0.00000875')))).to.equal('0.00000000875');
  });
});

describe('addUsd', () => {
  it('adds in any order and grouping to the same exact sum', () => {
    fc.assert(
      fc.property(fc.array(rate, { maxLength: 50 }), fc.nat(), (rates, cut) => {
        const amounts = rates.map(([text]) => usd(text));
        const expected = decimalOf(
          rates.reduce((sum, [, pico]) => sum + pico, 0n),
          12,
        );
        const at = amounts.length === 0 ? 0 : cut % amounts.length;
        const grouped = addUsd(
          amounts.slice(0, at).reduce(addUsd, ZERO_USD),
          amounts.slice(at).reduce(addUsd, ZERO_USD),
        );
        expect(usdToString(grouped)).to.equal(expected);
        expect(usdToString([...amounts].reverse().reduce(addUsd, ZERO_USD))).to.equal(expected);
      }),
    );
  });
});

describe('excessUsd', () => {
  it('is what the first has over the second, never negative', () => {
    expect(usdToString(excessUsd(usd('1.5'), usd('1')))).to.equal('0.5');
    expect(usdToString(excessUsd(usd('1'), usd('1.5')))).to.equal('0');
  });
});

describe('reachesPercent', () => {
  const table: readonly (readonly [string, string, number, boolean])[] = [
    ['0.7', '1', 70, true],
    ['0.69999999999999', '1', 70, false],
    ['1', '3', 33, true],
    ['0.989999999999999', '3', 33, false],
    ['0.99', '3', 33, true],
  ];
  for (const [amount, limit, percent, reached] of table) {
    it(`says ${reached ? 'yes' : 'no'} to ${amount} of ${limit} at ${percent} %`, () => {
      expect(reachesPercent(usd(amount), usd(limit), percent)).to.equal(reached);
    });
  }
});

describe('percentDifference', () => {
  const cases = [
    ['0.1', '0.11', '+10'],
    ['0.3', '0.2', '-33.33'],
    ['8', '8.000400', '+<0.01'],
    ['8', '7.9999', '-<0.01'],
    ['5', '5.00', '0'],
    ['0', '0', '0'],
    ['0', '1', undefined],
  ] as const;
  for (const [from, to, percent] of cases) {
    it(`from ${from} to ${to} is ${percent ?? 'unknown'}`, () => {
      expect(percentDifference(usd(from), usd(to))).to.equal(percent);
    });
  }
});

describe('chartUsd', () => {
  it('is the float nearest to the amount', () => {
    expect(chartUsd(addUsd(usd('0.1'), usd('0.2')))).to.equal(0.3);
    expect(chartUsd(parseExactUsd('0.10000000000000000001'))).to.equal(0.1);
    expect(chartUsd(ZERO_USD)).to.equal(0);
  });
});

/** A whole number of units of 10^-digits as a plain decimal without trailing zeros. */
function decimalOf(units: bigint, digits: number): string {
  const text = units.toString().padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '');
  return text.slice(0, -digits) + (fraction === '' ? '' : `.${fraction}`);
}
