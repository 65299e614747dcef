import { expect } from 'chai';
import fc from 'fast-check';
import { dayOf } from '../../../domain/calendar/zonedTime.js';
import { DAY_MS } from '../../../domain/instant.js';
import { createDayFinder, daysBetween, dayText } from '../../../domain/report/days.js';

describe('createDayFinder', () => {
  it('finds the day of the zone that each instant is in, in whatever order they come', () => {
    // Clocks go back at 03:00, and at 00:00; Apia has left a day out.
    const places = [
      ['America/Nuuk', Date.UTC(2026, 9, 25)],
      ['Europe/Berlin', Date.UTC(2026, 9, 25)],
      ['Pacific/Apia', Date.UTC(2011, 11, 30)],
      ['UTC', 0],
    ] as const;
    for (const [zone, near] of places) {
      const found = createDayFinder(zone);
      const instants = fc.integer({ min: near - 3 * DAY_MS, max: near + 3 * DAY_MS });
      fc.assert(
        fc.property(instants, (instant) => {
          expect(found(instant).text).to.equal(dayText(dayOf(zone, instant)));
        }),
      );
    }
  });
});

describe('daysBetween', () => {
  const at = (time: string): number => Date.parse(time);

  it('counts from the day of the first instant to that of the last millisecond', () => {
    expect(daysBetween('Europe/Berlin', at('2026-10-23T22:00:00Z'), at('2026-10-25T23:00:00Z'))).to.deep.equal([
      '2026-10-24',
      '2026-10-25',
    ]);
    expect(daysBetween('UTC', at('2026-10-24T00:00:00Z'), at('2026-10-25T00:00:00.001Z'))).to.have.length(2);
  });

  it('has a day of an empty span too', () => {
    expect(daysBetween('UTC', at('2026-10-24T00:00:00Z'), at('2026-10-24T00:00:00Z'))).to.deep.equal(['2026-10-24']);
  });
});
