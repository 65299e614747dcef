import { expect } from 'chai';
import {
  displayAmount,
  displayDuration,
  displayInstant,
  displayMoney,
  displayPercent,
  displayTime,
  displayUsd,
} from '../../domain/display.js';
import { parseExactUsd, usd } from '../../domain/money.js';

describe('money for people', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['0', '$0.0000', '$0.00'],
    ['1', '$1.0000', '$1.00'],
    ['0.5', '$0.5000', '$0.50'],
    ['0.12345', '$0.1234', '$0.1234'],
    ['0.1230', '$0.1230', '$0.123'],
    ['0.0001', '$0.0001', '$0.0001'],
    ['0.00006', '<$0.0001', '$0.0001'],
    ['0.00000875', '<$0.0001', '$0.00000875'],
  ];
  for (const [amount, column, sentence] of table) {
    it(`says ${amount} as ${column} in columns and as ${sentence} in sentences`, () => {
      expect([displayMoney(usd(amount)), displayAmount(usd(amount))]).to.deep.equal([column, sentence]);
    });
  }

  it('is rounded only where asked to', () => {
    expect(displayUsd(usd('0.00000875'))).to.equal('$0.00000875');
    expect(displayUsd(usd('0.12345'), 4)).to.equal('$0.1234');
  });

  it('never shows a limit as reached that is not', () => {
    expect(displayPercent(usd('0.9999999'), usd('1'))).to.equal('99 %');
    expect(displayPercent(parseExactUsd('1E20'), usd('3'))).to.equal('3333333333333333333333 %');
  });
});

describe('time for people', () => {
  it('is UTC, in sentences with seconds where there are any', () => {
    for (const [at, column, sentence] of [
      [Date.UTC(2026, 9, 5, 12), '2026-10-05 12:00:00', '2026-10-05 12:00 UTC'],
      [Date.UTC(2026, 9, 5, 12, 0, 7, 500), '2026-10-05 12:00:07', '2026-10-05 12:00:07 UTC'],
      [Date.UTC(2026, 9, 5, 12, 30, 0, 999), '2026-10-05 12:30:00', '2026-10-05 12:30 UTC'],
    ] as const) {
      expect([displayInstant(at), displayTime(at)]).to.deep.equal([column, sentence]);
    }
  });
});

describe('displayDuration', () => {
  it('is in the largest unit that divides it', () => {
    const seconds = [1, 90, 300, 3600, 5400, 86_400, 604_800];
    expect(seconds.map(displayDuration)).to.deep.equal([
      '1 second',
      '90 seconds',
      '5 minutes',
      '1 hour',
      '90 minutes',
      '1 day',
      '7 days',
    ]);
  });
});
