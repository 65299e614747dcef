import { expect } from 'chai';
import { spanOf, type SpanOptions } from '../../../cli/values/span.js';
import { UserError } from '../../../cli/userError.js';
import { DAY_MS } from '../../../domain/instant.js';

const NOW = Date.UTC(2026, 10, 4, 12);
const MIDNIGHT = Date.UTC(2026, 10, 4);
const UTC = { timeZone: 'UTC' };

describe('spanOf', () => {
  const spans: readonly (readonly [string, SpanOptions, number, number])[] = [
    ['the default until now', {}, NOW - 7 * DAY_MS, NOW],
    ['since a day', { since: 'today' }, MIDNIGHT, NOW],
    ['a day whole, into the future', { since: 'today', until: 'today' }, MIDNIGHT, MIDNIGHT + DAY_MS],
    ['one day', { since: '2026-11-01', until: '2026-11-01' }, MIDNIGHT - 3 * DAY_MS, MIDNIGHT - 2 * DAY_MS],
    ['two times ago', { since: '3d', until: '1d' }, NOW - 3 * DAY_MS, NOW - DAY_MS],
    ['the default until a day', { until: '2026-11-03' }, NOW - 7 * DAY_MS, MIDNIGHT],
  ];
  for (const [what, options, since, until] of spans) {
    it(`is ${what}`, () => {
      expect(spanOf({ ...UTC, ...options }, NOW, '7d')).to.deep.equal({ since, until, timeZone: 'UTC' });
    });
  }

  it('has its days in the zone', () => {
    const { since, until } = spanOf({ since: 'today', until: 'today', timeZone: 'Asia/Tokyo' }, NOW, '7d');
    expect([since, until]).to.deep.equal([Date.UTC(2026, 10, 3, 15), Date.UTC(2026, 10, 4, 15)]);
  });

  const refused: readonly (readonly [SpanOptions, string])[] = [
    [{ since: '1d', until: '2d' }, '--until: not after --since'],
    [{ since: '1d', until: '1d' }, '--until: not after --since'],
    [{ since: '2026-12-24' }, '--until: not after --since'],
    [{ since: 'soon' }, '--since: "soon" is not a date ('],
    [{ until: 'soon' }, '--until: "soon" is not a date ('],
    [{ timeZone: 'Mars' }, '--time-zone: "Mars" is not a time zone; '],
  ];
  for (const [options, problem] of refused) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      expect(() => spanOf({ ...UTC, ...options }, NOW, '7d')).to.throw(UserError, problem);
    });
  }
});
