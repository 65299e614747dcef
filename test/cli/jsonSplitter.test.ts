import { expect } from 'chai';
import fc from 'fast-check';
import { JsonSplitter } from '../../cli/input/jsonSplitter.js';
import type { Splitter, TextPiece } from '../../cli/input/splitter.js';
import { unwrapped } from '../../cli/input/unwrapped.js';

/** A line that is a value is parsed at once; what it wraps is taken out of it later. */
function shown({ text, value }: TextPiece): readonly string[] {
  return value === undefined ? [text] : unwrapped(value).map(({ content }) => JSON.stringify(content));
}

/** What comes out when the text arrives in pieces of a size. */
function pieces(splitter: Splitter, text: string, size = text.length || 1): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at += size) {
    found.push(...splitter.push(text.slice(at, at + size)).flatMap(shown));
  }
  return [...found, ...splitter.end().flatMap(shown)];
}

describe('JsonSplitter', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    ['one value', '{"a":1}', ['{"a":1}']],
    ['one value over lines', '{\n  "a": 1\n}\n', ['{\n  "a": 1\n}']],
    ['values one after the other', '{"a":1}{"b":2} {"c":3}', ['{"a":1}', '{"b":2}', '{"c":3}']],
    ['the elements of an array', '[{"a":1}, {"b":[2]}]', ['{"a":1}', '{"b":[2]}']],
    ['arrays one after the other', '[{"a":1}]\n[{"b":2}]', ['{"a":1}', '{"b":2}']],
    ['elements that are no objects', '[1, "x,]", [2]]', ['1', '"x,]"', '2']],
    ['brackets and quotes in strings', '[{"a":"}]\\"{["}]', ['{"a":"}]\\"{["}']],
    ['an empty array', '[]', []],
    ['an envelope with its array last', '{"owner":"1","logEvents":[{"a":1}]}', ['{"a":1}']],
    ['an envelope, then a value', '{"events":[{"a":1}]}{"b":2}', ['{"a":1}', '{"b":2}']],
    ['an array of that name deeper down', '{"a":{"events":[{"b":1}]}}', ['{"a":{"events":[{"b":1}]}}']],
    ['a value cut off', '[{"a":1},{"b":', ['{"a":1}', '{"b":']],
    [
      'an envelope, then an object with a key of its own',
      '{"events":[{"a":1}],"modelId":"m"}',
      ['{"events":[{"a":1}],"modelId":"m"}'],
    ],
    [
      'an object with a key of its own, then an envelope',
      '{"requestId":"r","records":[]}',
      ['{"requestId":"r","records":[]}'],
    ],
    ['an empty envelope', '{"events":[]}', []],
    ['brackets that close nothing', ']}{"a":1}', [']}', '{"a":1}']],
    ['words', 'what is this', ['what is this']],
    ['words before an object', 'what {"a":1}', ['what', '{"a":1}']],
    ['a time before an object', '2026-04-19T13:28:51.000Z {"a":1}\n', ['{"a":1}']],
    ['a time and a stream before an object over lines', '2026-04-19T13:28:51+00:00 s/t \n{\n"a":1\n}', ['{\n"a":1\n}']],
    ['lines', '{"a":1}\r\n\n  {"b":2}  \n"three"', ['{"a":1}', '{"b":2}', '"three"']],
    ['holes of zeros', '\0\0{"a":1}\n\0{"b":2}\0', ['{"a":1}', '{"b":2}']],
    ['nothing', ' \n ', []],
  ];
  for (const [name, text, expected] of table) {
    it(`finds ${name}, in pieces of any size`, () => {
      for (let size = 1; size <= text.length; size += 1) {
        expect(pieces(new JsonSplitter(), text, size)).to.deep.equal(expected);
      }
    });
  }

  it('finds every element of any array that JSON can hold, however it is laid out and cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
        fc.nat(3),
        fc.integer({ min: 1, max: 40 }),
        (values, indent, size) => {
          const found = pieces(new JsonSplitter(), JSON.stringify(values, null, indent), size);
          expect(found.map((text) => JSON.parse(text) as unknown)).to.deep.equal(JSON.parse(JSON.stringify(values)));
        },
      ),
    );
  });

  it('tells the line that a value begins on', () => {
    expect([...new JsonSplitter().push('[\n{"a":\n1},\n\n{"b":2}\n]')].map(({ line }) => line)).to.deep.equal([2, 5]);
  });
});
