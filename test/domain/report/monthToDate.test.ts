import { expect } from 'chai';
import { formatInstant } from '../../../domain/instant.js';
import { lastDayPath, monthToDate } from '../../../domain/report/monthToDate.js';

describe('monthToDate', () => {
  const midnights: readonly (readonly [string, string, string])[] = [
    ['2026-11-28', '2026-11-01', '2026/11/27'],
    ['2026-11-02', '2026-11-01', '2026/11/01'],
    ['2026-11-01', '2026-10-01', '2026/10/31'],
    ['2027-01-01', '2026-12-01', '2026/12/31'],
    ['2028-03-01', '2028-02-01', '2028/02/29'],
  ];
  for (const [midnight, since, path] of midnights) {
    it(`is from ${since} at the midnight of ${midnight}, and its last day ${path}`, () => {
      const span = monthToDate(Date.parse(midnight));
      expect([formatInstant(span.since), formatInstant(span.until)]).to.deep.equal([
        `${since}T00:00:00Z`,
        `${midnight}T00:00:00Z`,
      ]);
      expect(lastDayPath(span)).to.equal(path);
    });
  }
});
