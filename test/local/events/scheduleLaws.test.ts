import { expect } from 'chai';
import fc from 'fast-check';
import { DAY_MS, MINUTE_MS, startOfUtcDay } from '../../../domain/instant.js';
import { nextTime } from '../../../local/events/schedule.js';

/** A field of a cron expression, and what it stands for, said in another way. */
interface Field<T> {
  readonly text: string;
  readonly fits: (value: T) => boolean;
}

function numbers(min: number, max: number): fc.Arbitrary<Field<number>> {
  const span = max - min + 1;
  const one = fc.integer({ min, max });
  const range = fc.tuple(one, one);
  const after = (a: number, n: number): number => (n - a + span) % span;
  const step = fc.integer({ min: 1, max });
  const single = fc.oneof(
    one.map((a) => ({ text: `${a}`, fits: (n: number) => n === a })),
    range.map(([a, b]) => ({ text: `${a}-${b}`, fits: (n: number) => after(a, n) <= after(a, b) })),
    fc.tuple(one, step).map(([a, by]) => ({ text: `${a}/${by}`, fits: (n: number) => n >= a && (n - a) % by === 0 })),
    fc.tuple(range, step).map(([[a, b], by]) => ({
      text: `${a}-${b}/${by}`,
      fits: (n: number) => after(a, n) <= after(a, b) && after(a, n) % by === 0,
    })),
  );
  const list = fc.array(single, { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map((part) => part.text).join(','),
    fits: (n: number) => parts.some((part) => part.fits(n)),
  }));
  return fc.oneof(fc.constant({ text: '*', fits: () => true }), list);
}

const NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Both fields for days, as one. */
const days: fc.Arbitrary<Field<Date>> = fc.oneof(
  numbers(1, 31).map(({ text, fits }) => ({ text: `${text} M ?`, fits: (day: Date) => fits(day.getUTCDate()) })),
  fc.constant({ text: 'L M ?', fits: (day: Date) => inMonth(day, 1) === 1 }),
  fc.integer({ min: 1, max: 31 }).map((near) => ({ text: `${near}W M ?`, fits: (day: Date) => isClosest(day, near) })),
  fc.subarray(NAMES, { minLength: 1 }).map((names) => ({
    text: `? M ${names.join(',')}`,
    fits: (day: Date) => names.includes(nameOf(day)),
  })),
  fc.constantFrom(...NAMES).map((name) => ({
    text: `? M ${name}L`,
    fits: (day: Date) => nameOf(day) === name && inMonth(day, 7) <= 7,
  })),
  fc.tuple(fc.constantFrom(...NAMES), fc.integer({ min: 1, max: 5 })).map(([name, nth]) => ({
    text: `? M ${name}#${nth}`,
    fits: (day: Date) => nameOf(day) === name && Math.ceil(day.getUTCDate() / 7) === nth,
  })),
);

const cron = fc
  .record({ minute: numbers(0, 59), hour: numbers(0, 23), day: days, month: numbers(1, 12) })
  .map(({ minute, hour, day, month }) => ({
    expression: `cron(${minute.text} ${hour.text} ${day.text.replace('M', month.text)} *)`,
    fitsDay: (date: Date) => month.fits(date.getUTCMonth() + 1) && day.fits(date),
    fitsTime: (date: Date) => minute.fits(date.getUTCMinutes()) && hour.fits(date.getUTCHours()),
  }));
const instant = fc.integer({ min: Date.UTC(2023, 0), max: Date.UTC(2032, 0) });

describe('the next time of a cron expression', () => {
  it('is later, fits all fields, and no minute before it does', () => {
    fc.assert(
      fc.property(cron, instant, ({ expression, fitsDay, fitsTime }, after) => {
        const fits = (time: number): boolean => fitsDay(new Date(time)) && fitsTime(new Date(time));
        const next = nextOrUndefined(expression, after);
        if (next !== undefined) {
          expect(next).to.be.greaterThan(after);
          expect(next % MINUTE_MS).to.equal(0);
          expect(fits(next)).to.equal(true);
        }
        const last = next ?? after + 9 * 366 * DAY_MS;
        const firstMinute = (Math.floor(after / MINUTE_MS) + 1) * MINUTE_MS;
        const sameDay = Math.min(last, startOfUtcDay(after) + DAY_MS);
        for (let time = firstMinute; time < sameDay; time += MINUTE_MS) expect(fits(time)).to.equal(false);
        for (let day = startOfUtcDay(after) + DAY_MS; day < startOfUtcDay(last); day += DAY_MS) {
          expect(fitsDay(new Date(day))).to.equal(false);
        }
        for (let time = Math.max(firstMinute, startOfUtcDay(last)); time < last; time += MINUTE_MS) {
          expect(next !== undefined && fits(time)).to.equal(false);
        }
      }),
    );
  });
});

describe('the next time of a rate', () => {
  it('is the first multiple of the period after the creation that is later', () => {
    const rate = fc.tuple(fc.integer({ min: 2, max: 100 }), fc.constantFrom('minutes', 'hours', 'days'));
    fc.assert(
      fc.property(rate, instant, instant, ([value, unit], after, created) => {
        const period = value * { minutes: MINUTE_MS, hours: 60 * MINUTE_MS, days: DAY_MS }[unit];
        const next = nextTime(`rate(${value} ${unit})`, after, created);
        expect((next - created) % period).to.equal(0);
        expect(next).to.be.greaterThan(Math.max(after, created));
        expect(next - period).to.be.at.most(Math.max(after, created));
      }),
    );
  });
});

function nextOrUndefined(expression: string, after: number): number | undefined {
  try {
    return nextTime(expression, after);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function nameOf(day: Date): string {
  return NAMES[day.getUTCDay()] ?? '';
}

/** The day of the month so many days later, which is small where that is another month. */
function inMonth(day: Date, later: number): number {
  return new Date(day.getTime() + later * DAY_MS).getUTCDate();
}

/** A weekday of its month with no other closer to a day of it; that day must be in the month. */
function isClosest(day: Date, near: number): boolean {
  const month = day.toISOString().slice(0, 7);
  const all = Array.from(
    { length: 31 },
    (_, index) => new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), index + 1)),
  );
  const own = all.filter((one) => one.toISOString().startsWith(month));
  const weekdays = own.filter((one) => one.getUTCDay() % 6 !== 0).map((one) => one.getUTCDate());
  const distance = Math.min(...weekdays.map((one) => Math.abs(one - near)));
  return near <= own.length && weekdays.find((one) => Math.abs(one - near) === distance) === day.getUTCDate();
}
