import { expect } from 'chai';
import { compilePattern, matches } from '../../../local/events/eventPattern.js';

interface Example {
  readonly pattern: object;
  readonly yes: readonly object[];
  readonly no: readonly object[];
}

/** The table of “Comparison operators for use in event patterns” in the EventBridge User Guide, row by row. */
const OPERATORS: Readonly<Record<string, Example>> = {
  and: {
    pattern: { Location: ['New York'], Day: ['Monday'] },
    yes: [{ Location: 'New York', Day: 'Monday' }],
    no: [{ Location: 'New York' }, { Location: 'New York', Day: 'monday' }],
  },
  'anything-but': {
    pattern: { state: [{ 'anything-but': 'initializing' }] },
    yes: [{ state: 'running' }, { state: 7 }, { state: null }, { state: 'Initializing' }],
    no: [{ state: 'initializing' }, {}],
  },
  'anything-but, begins with': {
    pattern: { Region: [{ 'anything-but': { prefix: 'us-' } }] },
    yes: [{ Region: 'eu-west-1' }],
    no: [{ Region: 'us-east-1' }],
  },
  'anything-but, ends with': {
    pattern: { FileName: [{ 'anything-but': { suffix: '.png' } }] },
    yes: [{ FileName: 'a.jpg' }],
    no: [{ FileName: 'a.png' }],
  },
  'anything-but, ignoring case': {
    pattern: { state: [{ 'anything-but': { 'equals-ignore-case': 'initializing' } }] },
    yes: [{ state: 'running' }],
    no: [{ state: 'INITIALIZING' }],
  },
  'anything-but, wildcard': {
    pattern: { FilePath: [{ 'anything-but': { wildcard: '*/lib/*' } }] },
    yes: [{ FilePath: '/usr/bin/x' }],
    no: [{ FilePath: '/usr/lib/x' }],
  },
  'begins with': {
    pattern: { Region: [{ prefix: 'us-' }] },
    yes: [{ Region: 'us-east-1' }],
    no: [{ Region: 'eu-us-' }],
  },
  'begins with, ignoring case': {
    pattern: { service: [{ prefix: { 'equals-ignore-case': 'eventb' } }] },
    yes: [{ service: 'EventBridge' }],
    no: [{ service: 'AmazonEventBridge' }],
  },
  empty: { pattern: { LastName: [''] }, yes: [{ LastName: '' }], no: [{ LastName: ' ' }, { LastName: null }, {}] },
  equals: { pattern: { Name: ['Alice'] }, yes: [{ Name: 'Alice' }], no: [{ Name: 'alice' }, { name: 'Alice' }] },
  'equals, ignoring case': {
    pattern: { Name: [{ 'equals-ignore-case': 'alice' }] },
    yes: [{ Name: 'Alice' }, { Name: 'ALICE' }],
    no: [{ Name: 'Alice ' }],
  },
  'ends with': {
    pattern: { FileName: [{ suffix: '.png' }] },
    yes: [{ FileName: 'a.png' }],
    no: [{ FileName: 'a.png.zip' }],
  },
  'ends with, ignoring case': {
    pattern: { service: [{ suffix: { 'equals-ignore-case': 'tBridge' } }] },
    yes: [{ service: 'EventBRIDGE' }],
    no: [{ service: 'bridge' }],
  },
  exists: {
    pattern: { ProductName: [{ exists: true }] },
    yes: [{ ProductName: null }, { ProductName: false }],
    no: [{}, { ProductName: { of: 'a node' } }],
  },
  'does not exist': {
    pattern: { ProductName: [{ exists: false }] },
    yes: [{}, { ProductName: { of: 'a node' } }, { ProductName: [] }],
    no: [{ ProductName: '' }, { ProductName: null }],
  },
  not: {
    pattern: { Weather: [{ 'anything-but': ['Raining'] }] },
    yes: [{ Weather: 'Sunny' }],
    no: [{ Weather: 'Raining' }],
  },
  null: { pattern: { UserID: [null] }, yes: [{ UserID: null }], no: [{}, { UserID: '' }, { UserID: 'null' }] },
  'numeric, equals': {
    pattern: { Price: [{ numeric: ['=', 100] }] },
    yes: [{ Price: 100 }, { Price: 1e2 }],
    no: [{ Price: '100' }, { Price: 100.000001 }],
  },
  'numeric, range': {
    pattern: { Price: [{ numeric: ['>', 10, '<=', 20] }] },
    yes: [{ Price: 10.5 }, { Price: 20 }],
    no: [{ Price: 10 }, { Price: 20.1 }, { Price: '15' }, { Price: null }],
  },
  or: {
    pattern: { PaymentType: ['Credit', 'Debit'] },
    yes: [{ PaymentType: 'Credit' }, { PaymentType: 'Debit' }],
    no: [{ PaymentType: 'Cash' }],
  },
  'or, of several fields': {
    pattern: { $or: [{ Location: ['New York'] }, { Day: ['Monday'] }] },
    yes: [{ Location: 'New York' }, { Day: 'Monday', Location: 'Rome' }],
    no: [{ Location: 'Rome', Day: 'Friday' }, {}],
  },
  wildcard: {
    pattern: { FileName: [{ wildcard: 'dir/*.png' }] },
    yes: [{ FileName: 'dir/a.png' }, { FileName: 'dir/b/c.png' }, { FileName: 'dir/.png' }],
    no: [{ FileName: 'dir/a.jpg' }, { FileName: 'adir/a.png' }],
  },
};

/** What that table leaves to the pages on arrays, on null values, and on content filtering. */
const SHAPES: Readonly<Record<string, Example>> = {
  'values of other types': {
    pattern: { a: [1, true, 'x'] },
    yes: [{ a: 1 }, { a: 1.0 }, { a: true }, { a: 'x' }],
    no: [{ a: '1' }, { a: 'true' }, { a: false }, { a: 0 }],
  },
  'wildcards that share no character of the text': {
    pattern: { a: [{ wildcard: '*ab*ab*' }], b: [{ wildcard: 'xy*yx' }], c: [{ wildcard: '\\*\\\\*' }] },
    yes: [{ a: 'abab', b: 'xyyx', c: '*\\' }],
    no: [
      { a: 'ab', b: 'xyyx', c: '*\\' },
      { a: 'abab', b: 'xyx', c: '*\\' },
      { a: 'abab', b: 'xyyx', c: 'a\\' },
    ],
  },
  'lists in anything-but': {
    pattern: { a: [{ 'anything-but': [100, 200] }], b: [{ 'anything-but': { prefix: ['x', 'y'] } }] },
    yes: [
      { a: 300, b: 'z' },
      { a: '100', b: 5 },
    ],
    no: [
      { a: 200, b: 'z' },
      { a: 300, b: 'yes' },
    ],
  },
  'nested fields': {
    pattern: { detail: { state: ['running'], more: { n: [{ numeric: ['<', 10] }] } } },
    yes: [{ detail: { state: 'running', more: { n: 9 }, other: {} }, id: 1 }],
    no: [{ detail: { state: 'running' } }, { detail: 'running' }, { state: 'running', more: { n: 9 } }],
  },
  'any element of an array': {
    pattern: { resources: ['arn:a', { prefix: 'arn:b' }] },
    yes: [{ resources: ['x', 'arn:a'] }, { resources: ['arn:bc'] }, { resources: [['arn:a']] }],
    no: [{ resources: ['x'] }, { resources: [] }],
  },
  'anything-but of an array: one other element is enough': {
    pattern: { a: [{ 'anything-but': ['x'] }] },
    yes: [{ a: ['x', 'y'] }],
    no: [{ a: ['x', 'x'] }, { a: [] }],
  },
  'fields of the same element': {
    pattern: { people: { first: ['Anna'], last: ['Smith'] } },
    yes: [
      { people: [{ first: 'John' }, { first: 'Anna', last: 'Smith' }] },
      { people: [[{ first: 'Anna', last: 'Smith' }]] },
    ],
    no: [
      {
        people: [
          { first: 'Anna', last: 'Jones' },
          { first: 'Peter', last: 'Smith' },
        ],
      },
    ],
  },
  'absence from the element that fields before it settled on': {
    pattern: { xs: { a: [1], b: [{ exists: false }] } },
    yes: [{ xs: [{ a: 1 }, { b: 2 }] }],
    no: [{ xs: [{ a: 1, b: 2 }, { a: 2 }] }],
  },
  'absence from all elements where none is settled': {
    pattern: { xs: { b: [{ exists: false }] } },
    yes: [{ xs: [{ a: 1 }] }, {}],
    no: [{ xs: [{ a: 1 }, { b: 2 }] }],
  },
  'absence or a value': {
    pattern: { a: [{ exists: false }, 'x'] },
    yes: [{}, { a: 'x' }],
    no: [{ a: 'y' }],
  },
  'alternatives beside and inside each other': {
    pattern: { a: [1], $or: [{ b: [1] }, { c: [1], $or: [{ d: [1] }, { e: [1] }] }] },
    yes: [
      { a: 1, b: 1 },
      { a: 1, c: 1, d: 1 },
      { a: 1, c: 1, e: 1 },
    ],
    no: [{ a: 1 }, { a: 1, c: 1 }, { b: 1 }, { a: 1, d: 1, e: 1 }],
  },
  'alternatives of nested fields': {
    pattern: { detail: { $or: [{ c: [{ numeric: ['>', 0, '<=', 5] }] }, { d: [{ numeric: ['<', 10] }] }] } },
    yes: [{ detail: { c: 5 } }, { detail: { c: 9, d: 9 } }],
    no: [{ detail: { c: 0, d: 10 } }, { c: 5 }],
  },
  'numbers of more than six decimals, or beyond five thousand million, are in no range': {
    pattern: { n: [{ numeric: ['>', -5e9] }] },
    yes: [{ n: 0.123456 }, { n: 5e9 }],
    no: [{ n: 0.1234567 }, { n: 5e9 + 1 }],
  },
  'names as objects inherit them': { pattern: { constructor: ['x'] }, yes: [{ constructor: 'x' }], no: [{}] },
};

for (const [title, examples] of Object.entries({ operators: OPERATORS, shapes: SHAPES })) {
  describe(`event patterns: ${title}`, () => {
    for (const [name, { pattern, yes, no }] of Object.entries(examples)) {
      it(name, () => {
        const compiled = compilePattern(pattern);
        for (const event of yes) expect(matches(compiled, event), JSON.stringify(event)).to.equal(true);
        for (const event of no) expect(matches(compiled, event), JSON.stringify(event)).to.equal(false);
      });
    }
  });
}

describe('an event', () => {
  it('that is no object matches nothing', () => {
    for (const event of [null, 'x', 1, [], undefined]) {
      expect(matches(compilePattern({ a: [{ exists: false }] }), event)).to.equal(false);
    }
  });

  it('that is no JSON throws, naming the path', () => {
    const compiled = compilePattern({ a: [{ exists: false }] });
    expect(() => matches(compiled, { b: { c: 1n } })).to.throw(TypeError, 'b.c');
    expect(matches(compiled, { a: undefined })).to.equal(true);
  });
});
