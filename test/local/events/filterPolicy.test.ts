import { expect } from 'chai';
import fc from 'fast-check';
import {
  accepts,
  compileFilterPolicy,
  type FilterPolicyScope,
  type MessageAttribute,
} from '../../../local/events/filterPolicy.js';

/** A policy with values it takes and values it does not, from the pages on matching in the SNS Developer Guide. */
const PROPERTIES: readonly (readonly [string, readonly unknown[], readonly unknown[], readonly unknown[]])[] = [
  ['exact strings', ['rugby', 'tennis'], ['rugby', 'tennis', ['golf', 'tennis']], ['baseball', ['baseball']]],
  [
    'anything but strings',
    [{ 'anything-but': ['rugby', 'tennis'] }],
    ['baseball', ['rugby', 'baseball']],
    ['rugby', ['rugby']],
  ],
  ['anything but a prefix', [{ 'anything-but': { prefix: 'order-' } }], ['data-entry'], ['order-cancelled']],
  ['any case', [{ 'equals-ignore-case': 'tennis' }], ['TENNIS', 'Tennis'], ['table tennis']],
  ['addresses', [{ cidr: '10.0.0.0/24' }], ['10.0.0.0', '10.0.0.255'], ['10.1.1.0']],
  ['a prefix', [{ prefix: 'bas' }], ['baseball', 'basketball'], ['rugby']],
  ['a suffix', [{ suffix: 'ball' }], ['baseball', 'basketball'], ['rugby']],
  ['an equal number', [{ numeric: ['=', 301.5] }], [301.5, 3.015e2], [301, '301.5']],
  ['anything but numbers', [{ 'anything-but': [100, 500] }], [101, 100.1, [100, 50]], [100, 500, [100, 500]]],
  ['a range', [{ numeric: ['>', 0, '<=', 150] }], [0.1, 150, [-1, 7]], [0, 150.1, -1]],
  ['a key', [{ exists: true }], ['x', 0], []],
  ['numbers, true and null in arrays', [1, true, null], [1, [1], [true, 'x'], [null]], [2, '1', ['true', 'null']]],
];

const MANY = Array.from({ length: 13 }, (_, index) => `v${index}`);

const REFUSED: readonly (readonly [string, unknown, FilterPolicyScope | undefined, string])[] = [
  ['no object', 'x', undefined, 'event pattern'],
  ['what EventBridge refuses', { a: [{ numeric: ['<'] }] }, undefined, 'a.numeric'],
  ['a field of an attribute', { a: { b: ['x'] } }, undefined, 'at a: '],
  ['a field of an attribute in $or', { $or: [{ a: ['x'] }, { b: { c: ['x'] } }] }, undefined, 'at b: '],
  ['wildcards', { a: [{ wildcard: 'x*' }] }, 'MessageBody', 'at a: no operator wildcard'],
  ['anything but a suffix', { a: [{ 'anything-but': { suffix: 'x' } }] }, undefined, 'at a: '],
  ['anything but a list of prefixes', { a: [{ 'anything-but': { prefix: ['x'] } }] }, undefined, 'at a: '],
  ['a prefix in any case', { a: [{ prefix: { 'equals-ignore-case': 'x' } }] }, undefined, 'at a: '],
  ['a number beyond a thousand million', { a: { b: [{ numeric: ['<', 1e9 + 1] }] } }, 'MessageBody', 'at a.b: '],
  ['six decimals', { a: [0.123456] }, undefined, 'at a: '],
  ['six keys', { a: [1], b: [1], c: [1], d: [1], e: [1], f: [1] }, undefined, 'more than 5 keys'],
  ['169 combinations', { a: MANY, b: MANY }, undefined, 'more than 150'],
  [
    '156 combinations, for depth counts',
    { a: { b: { c: MANY } }, d: { e: ['x', 'y'] } },
    'MessageBody',
    'more than 150',
  ],
  ['182 combinations of $or', { $or: [{ a: MANY }, { b: ['x'] }], c: MANY }, undefined, 'more than 150'],
];

describe('compileFilterPolicy', () => {
  for (const [name, values, yes, no] of PROPERTIES) {
    it(`matches ${name} in attributes and in bodies`, () => {
      for (const [value, taken] of [
        ...yes.map((one) => [one, true] as const),
        ...no.map((one) => [one, false] as const),
      ]) {
        expect(inAttributes({ p: values }, { p: attribute(value) }), JSON.stringify(value)).to.equal(taken);
        expect(inBody({ p: values }, { p: value }), JSON.stringify(value)).to.equal(taken);
      }
      expect(inAttributes({ p: values }, { q: attribute('x') })).to.equal(false);
    });
  }

  for (const [name, policy, scope, message] of REFUSED) {
    it(`refuses ${name}`, () => {
      expect(() => compileFilterPolicy(policy, scope)).to.throw(TypeError, message);
    });
  }

  it('counts the example of the guide as 72 combinations, and takes 150', () => {
    const values = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
    const example = { key_a: { key_b: { key_c: values(4) } }, key_d: { key_e: values(3) } };
    expect(() => compileFilterPolicy(example, 'MessageBody')).not.to.throw();
    expect(() => compileFilterPolicy({ ...example, key_f: values(2) }, 'MessageBody')).not.to.throw();
    expect(() => compileFilterPolicy({ ...example, key_f: values(3) }, 'MessageBody')).to.throw('more than 150');
    expect(() => compileFilterPolicy({ a: values(15), b: values(10) })).not.to.throw();
  });
});

describe('accepts', () => {
  it('everything where the policy is empty', () => {
    expect(inAttributes({}, {})).to.equal(true);
    expect(accepts(compileFilterPolicy({}, 'MessageBody'), { body: 'no JSON', attributes: {} })).to.equal(true);
  });

  it('all of several properties, or one of $or', () => {
    const policy = { a: ['x'], $or: [{ b: ['y'] }, { c: ['z'] }] };
    expect(inAttributes(policy, { a: attribute('x'), c: attribute('z') })).to.equal(true);
    expect(inAttributes(policy, { a: attribute('x') })).to.equal(false);
    expect(inAttributes(policy, { b: attribute('y'), c: attribute('z') })).to.equal(false);
  });

  it('a missing attribute where it must not exist; one that SNS does not compare is missing', () => {
    const absent = { p: [{ exists: false }] };
    const others: readonly MessageAttribute[] = [
      { DataType: 'Binary' },
      { DataType: 'String.custom', StringValue: 'x' },
      { DataType: 'String.Array', StringValue: 'no array' },
      { DataType: 'String.Array', StringValue: '"x"' },
    ];
    for (const one of others) expect(inAttributes(absent, { p: one }), one.DataType).to.equal(true);
    expect(inAttributes(absent, {})).to.equal(true);
    expect(inAttributes(absent, { p: attribute('x') })).to.equal(false);
  });

  it('nothing by a body that is no JSON object', () => {
    const policy = compileFilterPolicy({ p: [{ exists: false }] }, 'MessageBody');
    for (const [body, taken] of [
      ['{}', true],
      ['', false],
      ['text', false],
      ['[]', false],
      ['"x"', false],
    ] as const) {
      expect(accepts(policy, { body, attributes: {} }), body).to.equal(taken);
    }
  });

  it('fields of bodies, and the body alone', () => {
    const policy = compileFilterPolicy({ detail: { items: { price: [{ numeric: ['<', 10] }] } } }, 'MessageBody');
    const attributes = { detail: attribute('x') };
    const body = JSON.stringify({ detail: { items: [{ price: 20 }, { price: 5 }] } });
    expect(accepts(policy, { body, attributes })).to.equal(true);
    expect(accepts(policy, { body: '{"detail":{"price":5}}', attributes })).to.equal(false);
  });

  it('an attribute exactly when it takes a body with the same value', () => {
    const leaf = fc.oneof(fc.constantFrom('x', 'xy', 'X'), fc.integer({ min: 0, max: 3 }));
    const value = fc.oneof(leaf, fc.array(leaf, { minLength: 1, maxLength: 3 }));
    const condition = fc.oneof(
      leaf,
      leaf.map((one) => ({ 'anything-but': one })),
      fc.constantFrom({ prefix: 'x' }, { numeric: ['>=', 2] }, { exists: false }, { 'equals-ignore-case': 'x' }),
    );
    fc.assert(
      fc.property(
        fc.array(condition, { minLength: 1, maxLength: 2 }),
        fc.option(value, { nil: undefined }),
        (p, found) => {
          const attributes: Record<string, MessageAttribute> = found === undefined ? {} : { p: attribute(found) };
          expect(inAttributes({ p }, attributes)).to.equal(inBody({ p }, { p: found }));
        },
      ),
    );
  });
});

function inAttributes(policy: object, attributes: Readonly<Record<string, MessageAttribute>>): boolean {
  return accepts(compileFilterPolicy(policy), { body: '', attributes });
}

function inBody(policy: object, body: object): boolean {
  return accepts(compileFilterPolicy(policy, 'MessageBody'), { body: JSON.stringify(body), attributes: {} });
}

function attribute(value: unknown): MessageAttribute {
  if (typeof value === 'string') return { DataType: 'String', StringValue: value };
  const DataType = typeof value === 'number' ? 'Number' : 'String.Array';
  return { DataType, StringValue: JSON.stringify(value) };
}
