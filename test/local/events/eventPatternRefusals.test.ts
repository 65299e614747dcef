import { expect } from 'chai';
import { compilePattern } from '../../../local/events/eventPattern.js';

/** What to refuse, and the path to name. */
const REFUSED: readonly (readonly [string, unknown, string])[] = [
  ['no object', ['x'], 'event pattern: '],
  ['an empty object', {}, 'event pattern: '],
  ['an empty object inside', { detail: { a: {} } }, 'at detail.a: '],
  ['a value outside an array', { detail: { a: 'x' } }, 'at detail.a: '],
  ['an empty array', { a: [] }, 'at a: '],
  ['an array in an array', { a: [['x']] }, 'at a: '],
  ['an empty condition', { a: [{}] }, 'at a: '],
  ['two operators at once', { a: [{ prefix: 'x', suffix: 'y' }] }, 'at a: '],
  ['an operator nobody knows', { a: [{ regex: 'x' }] }, 'at a: no operator regex'],
  ['an operator that objects inherit', { a: [{ toString: 'x' }] }, 'at a: no operator toString'],
  ['a prefix that is no string', { a: [{ prefix: 1 }] }, 'at a.prefix: '],
  ['a prefix of something else', { a: [{ prefix: { suffix: 'x' } }] }, 'at a.prefix: '],
  ['a suffix that is no string', { a: [{ suffix: null }] }, 'at a.suffix: '],
  ['ignoring the case of a number', { a: [{ 'equals-ignore-case': 1 }] }, 'at a.equals-ignore-case: '],
  ['two stars in a row', { a: [{ wildcard: 'a**' }] }, 'at a.wildcard: '],
  ['a stray backslash', { a: [{ wildcard: 'a\\b' }] }, 'at a.wildcard: '],
  ['a backslash at the end', { a: [{ wildcard: 'a\\' }] }, 'at a.wildcard: '],
  ['anything but strings and numbers', { a: [{ 'anything-but': ['x', 1] }] }, 'at a.anything-but: '],
  ['anything but nothing', { a: [{ 'anything-but': [] }] }, 'at a.anything-but: '],
  ['anything but null', { a: [{ 'anything-but': null }] }, 'at a.anything-but: '],
  ['anything but true', { a: [{ 'anything-but': [true] }] }, 'at a.anything-but: '],
  ['anything but an empty prefix', { a: [{ 'anything-but': { prefix: '' } }] }, 'at a.anything-but: '],
  ['anything but no suffix', { a: [{ 'anything-but': { suffix: [] } }] }, 'at a.anything-but: '],
  ['anything but a numeric', { a: [{ 'anything-but': { numeric: ['=', 1] } }] }, 'at a.anything-but: '],
  ['anything but two operators', { a: [{ 'anything-but': { prefix: 'x', suffix: 'y' } }] }, 'at a.anything-but: '],
  ['anything but a bad wildcard', { a: [{ 'anything-but': { wildcard: ['x', '**'] } }] }, 'at a.anything-but: '],
  ['a range of nothing', { a: [{ numeric: [] }] }, 'at a.numeric: '],
  ['a number alone', { a: [{ numeric: 5 }] }, 'at a.numeric: '],
  ['a comparison nobody knows', { a: [{ numeric: ['!=', 5] }] }, 'at a.numeric: '],
  ['a comparison with a string', { a: [{ numeric: ['=', '5'] }] }, 'at a.numeric: '],
  ['a number too large', { a: [{ numeric: ['<', 5e9 + 1] }] }, 'at a.numeric: '],
  ['a number too fine', { a: [{ numeric: ['<', 0.0000001] }] }, 'at a.numeric: '],
  ['a range that is empty', { a: [{ numeric: ['>', 5, '<', 5] }] }, 'at a.numeric: '],
  ['a range upside down', { a: [{ numeric: ['<', 5, '>', 1] }] }, 'at a.numeric: '],
  ['two lower bounds', { a: [{ numeric: ['>', 1, '>=', 5] }] }, 'at a.numeric: '],
  ['three comparisons', { a: [{ numeric: ['>', 1, '<', 5, '<', 6] }] }, 'at a.numeric: '],
  ['existence of something', { a: [{ exists: 'true' }] }, 'at a.exists: '],
  ['a block without a mask', { a: [{ cidr: '10.0.0.0' }] }, 'at a.cidr: '],
  ['a single alternative', { $or: [{ a: [1] }] }, 'at $or: '],
  ['alternatives in no array', { b: { $or: { a: [1] } } }, 'at b.$or: '],
  ['alternatives that are no objects', { $or: ['a', 'b'] }, 'at $or: '],
  ['an empty alternative', { b: { $or: [{ a: [1] }, {}] } }, 'at b: '],
  ['a reserved name in alternatives', { $or: [{ prefix: ['x'] }, { b: { numeric: [1] } }] }, 'at prefix: '],
  ['a reserved name below alternatives', { $or: [{ a: [1] }, { b: { numeric: [1] } }] }, 'at b.numeric: '],
  ['a path given twice', { a: [1], $or: [{ a: [2] }, { b: [3] }] }, 'at a: '],
  ['a path given twice by a dot', { a: { b: [1] }, 'a.b': [2] }, 'at a.b: '],
];

describe('event patterns that EventBridge refuses', () => {
  for (const [name, pattern, message] of REFUSED) {
    it(name, () => {
      expect(() => compilePattern(pattern)).to.throw(TypeError, message);
    });
  }

  it('more than a thousand combinations of $or', () => {
    const choice = (key: string): object => ({
      $or: Array.from({ length: 10 }, (_, index) => ({ [`${key}${index}`]: [1] })),
    });
    const thousand = { a: choice('x'), b: choice('y'), c: choice('z') };
    expect(compilePattern(thousand).branches).to.have.length(1000);
    expect(() => compilePattern({ ...thousand, $or: [{ d: [1] }, { e: [1] }] })).to.throw(TypeError, 'more than 1000');
  });

  it('but reserved names are fields like others where there are no alternatives', () => {
    expect(() => compilePattern({ detail: { prefix: ['x'], numeric: { cidr: [1] } } })).not.to.throw();
  });
});
