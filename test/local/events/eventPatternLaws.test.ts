import { expect } from 'chai';
import fc from 'fast-check';
import { isObject } from '../../../domain/json.js';
import { compilePattern, matches } from '../../../local/events/eventPattern.js';

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '*', '\\', '.'), maxLength: 5 });
const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -5e9, max: 5e9 }).map((n) => n / 1e6),
);
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const key = fc.constantFrom('k', 'l', 'm');

const wildcard = fc
  .array(fc.constantFrom('a', 'a', 'b', '*', '*', '*', '\\*', '\\\\'), { maxLength: 8 })
  .map((tokens) => tokens.filter((token, index) => token !== '*' || tokens[index - 1] !== '*').join(''));

/** Operators of one kind: those that `anything-but` takes, with their operands. */
const excludable = fc.oneof(
  text.filter((one) => one !== '').map((prefix) => ({ prefix })),
  text.filter((one) => one !== '').map((suffix) => ({ suffix })),
  text.map((one) => ({ 'equals-ignore-case': one })),
  wildcard.map((one) => ({ wildcard: one })),
);
const condition: fc.Arbitrary<unknown> = fc.oneof(
  leaf,
  excludable,
  text.map((one) => ({ prefix: { 'equals-ignore-case': one } })),
  excludable.map((one) => ({ 'anything-but': one })),
  fc.array(text, { minLength: 1, maxLength: 3 }).map((list) => ({ 'anything-but': list })),
  fc.record({ op: fc.constantFrom('=', '<', '<=', '>', '>='), n: number }).map(({ op, n }) => ({ numeric: [op, n] })),
  fc.boolean().map((exists) => ({ exists })),
);

const { event } = fc.letrec<{ event: Record<string, unknown>; value: unknown }>((tie) => ({
  event: fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  value: fc.oneof({ maxDepth: 3 }, leaf, tie('event'), fc.array(tie('value'), { maxLength: 3 })),
}));
const pattern = fc.dictionary(
  key,
  fc.oneof(
    fc.array(condition, { minLength: 1, maxLength: 2 }),
    fc.dictionary(key, fc.array(condition, { minLength: 1, maxLength: 2 }), { minKeys: 1, maxKeys: 2 }),
  ),
  { minKeys: 1, maxKeys: 2 },
);

describe('every event pattern', () => {
  it('of the leaves of an event, taken from one element of each array, matches the event', () => {
    fc.assert(
      fc.property(event, fc.nat(), (one, pick) => {
        const own = patternOf(one, pick);
        fc.pre(own !== undefined);
        expect(holds(own, one)).to.equal(true);
      }),
    );
  });

  it('of one leaf takes an array if it takes an element of it', () => {
    fc.assert(
      fc.property(condition, fc.array(leaf, { minLength: 1, maxLength: 4 }), (one, leaves) => {
        const any = leaves.some((x) => holds({ x: [one] }, { x }));
        expect(holds({ x: [one] }, { x: leaves })).to.equal(any);
      }),
    );
  });

  it('of several conditions takes what one of them takes', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 3 }), fc.option(leaf), (conditions, x) => {
        const found = x === null ? {} : { x };
        expect(holds({ x: conditions }, found)).to.equal(conditions.some((one) => holds({ x: [one] }, found)));
      }),
    );
  });

  it('of $or is the union of its alternatives', () => {
    fc.assert(
      fc.property(pattern, pattern, event, (one, other, found) => {
        expect(holds({ $or: [one, other] }, found)).to.equal(holds(one, found) || holds(other, found));
      }),
    );
  });

  it('of two separate parts of an event is the intersection of theirs', () => {
    fc.assert(
      fc.property(pattern, pattern, event, event, (a, b, left, right) => {
        expect(holds({ a, b }, { a: left, b: right })).to.equal(holds(a, left) && holds(b, right));
      }),
    );
  });

  it('reads objects in an array of one like the objects alone', () => {
    fc.assert(
      fc.property(pattern, event, (a, found) => {
        expect(holds({ a }, { a: [[found]] })).to.equal(holds(a, found));
      }),
    );
  });
});

describe('anything-but', () => {
  it('is the complement of its operand on leaves that are there', () => {
    fc.assert(
      fc.property(excludable, leaf, (operand, x) => {
        expect(holds({ x: [{ 'anything-but': operand }] }, { x })).to.equal(!holds({ x: [operand] }, { x }));
      }),
    );
  });

  it('of a list is the complement of every one of it', () => {
    const lists = fc.oneof(fc.array(text, { minLength: 1 }), fc.array(number, { minLength: 1 }));
    fc.assert(
      fc.property(lists, leaf, (list, x) => {
        expect(holds({ x: [{ 'anything-but': list }] }, { x })).to.equal(!holds({ x: list }, { x }));
      }),
    );
  });
});

describe('numeric', () => {
  it('compares as numbers do', () => {
    fc.assert(
      fc.property(number, number, (bound, x) => {
        const found = ['=', '<', '<=', '>', '>='].map((op) => holds({ x: [{ numeric: [op, bound] }] }, { x }));
        expect(found).to.deep.equal([x === bound, x < bound, x <= bound, x > bound, x >= bound]);
      }),
    );
  });

  it('of two bounds is both', () => {
    fc.assert(
      fc.property(number, number, number, fc.boolean(), fc.boolean(), (low, high, x, openLow, openHigh) => {
        fc.pre(low < high);
        const range = [openLow ? '>' : '>=', low, openHigh ? '<' : '<=', high];
        const inside = (openLow ? x > low : x >= low) && (openHigh ? x < high : x <= high);
        expect(holds({ x: [{ numeric: range }] }, { x })).to.equal(inside);
      }),
    );
  });
});

describe('wildcard', () => {
  it('matches as a matcher that tries everything does', () => {
    fc.assert(
      fc.property(
        wildcard,
        fc.string({ unit: fc.constantFrom('a', 'a', 'b', '*', '\\'), maxLength: 6 }),
        (pattern, x) => {
          expect(holds({ x: [{ wildcard: pattern }] }, { x })).to.equal(fits(pattern, x));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function holds(wanted: unknown, found: unknown): boolean {
  return matches(compilePattern(wanted), found);
}

function fits(pattern: string, found: string): boolean {
  const [first, ...others] = pattern;
  if (first === undefined) return found === '';
  if (first === '*') return fits(others.join(''), found) || (found !== '' && fits(pattern, found.slice(1)));
  const [wanted, rest] = first === '\\' ? [others[0], others.slice(1)] : [first, others];
  return found.startsWith(wanted ?? ' ') && fits(rest.join(''), found.slice(1));
}

/** A pattern with every leaf of an event; of an array, one element that has any. */
function patternOf(value: unknown, pick: number): unknown {
  if (Array.isArray(value)) {
    const patterns = value.map((one) => patternOf(one, pick)).filter((one) => one !== undefined);
    return patterns[pick % Math.max(1, patterns.length)];
  }
  if (!isObject(value)) return [value];
  const fields = Object.entries(value).map(([name, inner]) => [name, patternOf(inner, pick)] as const);
  const present = fields.filter(([, inner]) => inner !== undefined);
  return present.length === 0 ? undefined : Object.fromEntries(present);
}
