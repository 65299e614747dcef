import { expect } from 'chai';
import fc from 'fast-check';
import { compilePattern, matches } from '../../../local/events/eventPattern.js';

interface Example {
  readonly pattern: object;
  readonly yes: readonly unknown[];
  readonly no: readonly unknown[];
}

/** From the pages on patterns, operators, arrays and null values in the EventBridge User Guide. */
const EXAMPLES: Readonly<Record<string, Example>> = {
  'all fields': {
    pattern: { Location: ['New York'], Day: ['Monday'] },
    yes: [{ Location: 'New York', Day: 'Monday', more: 1 }],
    no: [{ Location: 'New York' }, { Location: 'New York', Day: 'monday' }, null, 'x', []],
  },
  'one of the values': {
    pattern: { a: [1, true, 'x', null] },
    yes: [{ a: 1 }, { a: true }, { a: 'x' }, { a: null }],
    no: [{ a: '1' }, { a: 'true' }, { a: false }, { a: 'null' }, {}],
  },
  'an empty string': { pattern: { a: [''] }, yes: [{ a: '' }], no: [{ a: ' ' }, { a: null }, {}] },
  prefix: {
    pattern: { Region: [{ prefix: 'us-' }] },
    yes: [{ Region: 'us-east-1' }, { Region: 'us-' }],
    no: [{ Region: 'eu-us-' }, { Region: 'US-east-1' }, { Region: 1 }, {}],
  },
  'anything-but of a value': {
    pattern: { state: [{ 'anything-but': 'initializing' }] },
    yes: [{ state: 'running' }, { state: 7 }, { state: null }, { state: 'Initializing' }],
    no: [{ state: 'initializing' }, {}],
  },
  'anything-but of a list': {
    pattern: { a: [{ 'anything-but': [100, 200] }] },
    yes: [{ a: 300 }, { a: '100' }, { a: [100, 300] }],
    no: [{ a: 200 }, { a: [100, 200] }, { a: [] }],
  },
  'anything-but of a prefix': {
    pattern: { a: [{ 'anything-but': { prefix: 'team/' } }] },
    yes: [{ a: 'person/ana' }, { a: 7 }, { a: ['team/a', 'x'] }],
    no: [{ a: 'team/search' }, {}],
  },
  'exists: true': {
    pattern: { a: [{ exists: true }] },
    yes: [{ a: null }, { a: false }, { a: [1] }],
    no: [{}, { a: { of: 'a node' } }, { a: [] }],
  },
  'exists: false': {
    pattern: { a: [{ exists: false }] },
    yes: [{}, { a: { of: 'a node' } }, { a: [] }, { a: undefined }],
    no: [{ a: '' }, { a: null }],
  },
  'absence or a value': { pattern: { a: [{ exists: false }, 'x'] }, yes: [{}, { a: 'x' }], no: [{ a: 'y' }] },
  'nested fields': {
    pattern: { detail: { state: ['running'], more: { n: [9] } } },
    yes: [{ detail: { state: 'running', more: { n: 9 }, other: {} }, id: 1 }],
    no: [{ detail: { state: 'running' } }, { detail: 'running' }, { state: 'running', more: { n: 9 } }],
  },
  'absence of a nested field': {
    pattern: { detail: { a: [{ exists: false }] } },
    yes: [{}, { detail: {} }, { detail: 'x' }],
    no: [{ detail: { a: 1 } }],
  },
  'any value of an array': {
    pattern: { resources: ['arn:a', { prefix: 'arn:b' }] },
    yes: [{ resources: ['x', 'arn:a'] }, { resources: ['arn:bc'] }, { resources: [['arn:a']] }],
    no: [{ resources: ['x'] }, { resources: [] }, { resources: [{ x: 'arn:a' }] }],
  },
  'names as objects inherit them': { pattern: { constructor: ['x'] }, yes: [{ constructor: 'x' }], no: [{}] },
};

/** What to refuse, and what to name. */
const REFUSED: readonly (readonly [string, unknown, string])[] = [
  ['no object', ['x'], 'event pattern: '],
  ['an empty object', {}, 'event pattern: '],
  ['an empty object inside', { detail: { a: {} } }, 'at detail.a: '],
  ['a value outside an array', { detail: { a: 'x' } }, 'at detail.a: '],
  ['an empty array', { a: [] }, 'at a: '],
  ['an array in an array', { a: [['x']] }, 'at a: '],
  ['an empty condition', { a: [{}] }, 'at a: '],
  ['two operators at once', { a: [{ prefix: 'x', exists: true }] }, 'at a: not one operator'],
  ['an operator that objects inherit', { a: [{ toString: 'x' }] }, 'at a: no operator toString'],
  ['a prefix of no string', { a: [{ prefix: 1 }] }, 'at a: prefix '],
  ['a prefix in any case', { a: [{ prefix: { 'equals-ignore-case': 'x' } }] }, 'at a: prefix '],
  ['anything but both strings and numbers', { a: [{ 'anything-but': ['x', 1] }] }, 'at a: anything-but '],
  ['anything but nothing', { a: [{ 'anything-but': [] }] }, 'at a: anything-but '],
  ['anything but null', { a: [{ 'anything-but': null }] }, 'at a: anything-but '],
  ['anything but true', { a: [{ 'anything-but': [true] }] }, 'at a: anything-but '],
  ['anything but a suffix', { a: [{ 'anything-but': { suffix: 'x' } }] }, 'at a: anything-but '],
  ['anything but two prefixes', { a: [{ 'anything-but': { prefix: ['x'] } }] }, 'at a: anything-but '],
  ['existence of something', { a: [{ exists: 'true' }] }, 'at a: exists '],
  ['alternatives', { detail: { $or: [{ a: [1] }, { b: [1] }] } }, 'at detail.$or: no operator $or'],
  ['a path in one name', { 'detail.a': ['x'] }, 'at detail.a: '],
  ...['suffix', 'equals-ignore-case', 'wildcard', 'numeric', 'cidr', 'regex'].map(
    (operator) => [operator, { a: [{ [operator]: 'x' }] }, `at a: no operator ${operator}`] as const,
  ),
];

describe('event patterns', () => {
  for (const [name, { pattern, yes, no }] of Object.entries(EXAMPLES)) {
    it(`match ${name}`, () => {
      const compiled = compilePattern(pattern);
      for (const event of yes) expect(matches(compiled, event), JSON.stringify(event)).to.equal(true);
      for (const event of no) expect(matches(compiled, event), JSON.stringify(event)).to.equal(false);
    });
  }

  for (const [name, pattern, message] of REFUSED) {
    it(`are refused where they have ${name}`, () => {
      expect(() => compilePattern(pattern)).to.throw(TypeError, message);
    });
  }

  it('do not look at fields inside an array, and say so', () => {
    const pattern = compilePattern({ detail: { items: { price: [1] } } });
    expect(() => matches(pattern, { detail: { items: [{ price: 1 }] } })).to.throw(TypeError, 'at detail.items: ');
  });

  it('take, with several conditions, what one of them takes', () => {
    const leaf = fc.constantFrom<unknown>('', 'x', 'xy', 1, null, true);
    const condition = fc.oneof(
      leaf,
      fc.constantFrom({ prefix: 'x' }, { 'anything-but': ['x', 'y'] }, { exists: true }, { exists: false }),
    );
    const value = fc.oneof(fc.constant(undefined), leaf, fc.array(leaf, { maxLength: 3 }));
    const holds = (conditions: readonly unknown[], x: unknown): boolean =>
      matches(compilePattern({ x: conditions }), { x });
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 3 }), value, (conditions, x) => {
        expect(holds(conditions, x)).to.equal(conditions.some((one) => holds([one], x)));
      }),
    );
  });
});
