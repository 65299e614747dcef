import { expect } from 'chai';
import { DAY_MS, formatInstant, parseDay, parseInstant, startOfUtcDay } from '../../domain/instant.js';

describe('parseInstant', () => {
  const table: readonly (readonly [string, string | undefined])[] = [
    ['2026-04-19T13:28:51Z', '2026-04-19T13:28:51Z'],
    ['2026-04-19T13:28:51.250Z', '2026-04-19T13:28:51.250Z'],
    ['2026-04-19T13:28:51+02:00', '2026-04-19T11:28:51Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['2026-02-29T00:00:00Z', undefined],
    ['2026-13-01T00:00:00Z', undefined],
    ['2026-04-31T00:00:00Z', undefined],
    ['2026-04-19T25:00:00Z', undefined],
    ['2026-04-19T13:28:51', undefined],
    ['2026-04-19', undefined],
    ['<timestamp>', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of table) {
    it(`reads ${JSON.stringify(text)} as ${expected ?? 'nothing'}`, () => {
      const instant = parseInstant(text);
      expect(instant === undefined ? undefined : formatInstant(instant)).to.equal(expected);
    });
  }
});

describe('parseDay', () => {
  it('is midnight UTC of a real day', () => {
    expect(parseDay('2026-08-20')).to.equal(Date.UTC(2026, 7, 20));
    expect(parseDay('2026-02-30')).to.equal(undefined);
    expect(parseDay('2026-08-20T00:00:00Z')).to.equal(undefined);
  });
});

describe('startOfUtcDay', () => {
  it('is midnight, also before 1970', () => {
    expect(startOfUtcDay(Date.UTC(2026, 3, 19, 13, 28))).to.equal(Date.UTC(2026, 3, 19));
    expect(startOfUtcDay(-1)).to.equal(-DAY_MS);
  });
});
