import { expect } from 'chai';
import fc from 'fast-check';
import { DocumentSplitter, type Splitter } from '../../cli/input/jsonSplitter.js';
import { LineSplitter } from '../../cli/input/lineSplitter.js';

/** What comes out when the text arrives in pieces of a size. */
function pieces(splitter: Splitter, text: string, size = text.length || 1): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at += size) {
    found.push(...splitter.push(text.slice(at, at + size)).map((piece) => piece.text));
  }
  return [...found, ...splitter.end().map((piece) => piece.text)];
}

describe('DocumentSplitter', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    ['one value', '{"a":1}', ['{"a":1}']],
    ['one value over lines', '{\n  "a": 1\n}\n', ['{\n  "a": 1\n}']],
    ['values one after the other', '{"a":1}{"b":2} {"c":3}', ['{"a":1}', '{"b":2}', '{"c":3}']],
    ['the elements of an array', '[{"a":1}, {"b":[2]}]', ['{"a":1}', '{"b":[2]}']],
    ['arrays one after the other', '[{"a":1}]\n[{"b":2}]', ['{"a":1}', '{"b":2}']],
    ['elements that are no objects', '[1, "x,]", [2]]', ['1', '"x,]"', '[2]']],
    ['brackets and quotes in strings', '[{"a":"}]\\"{["}]', ['{"a":"}]\\"{["}']],
    ['an empty array', '[]', []],
    ['an envelope', '{"events":[{"a":1},{"b":2}],"more":[{"c":3}],"n":{"d":4}}', ['{"a":1}', '{"b":2}']],
    ['an envelope with its array last', '{"owner":"1","logEvents":[{"a":1}]}', ['{"a":1}']],
    ['an envelope, then a value', '{"events":[{"a":1}]}{"b":2}', ['{"a":1}', '{"b":2}']],
    ['an array of that name deeper down', '{"a":{"events":[{"b":1}]}}', ['{"a":{"events":[{"b":1}]}}']],
    ['a value cut off', '[{"a":1},{"b":', ['{"a":1}', '{"b":']],
    ['brackets that close nothing', ']}{"a":1}', [']', '}', '{"a":1}']],
    ['words', 'what is this', ['what', 'is', 'this']],
    ['nothing', ' \n ', []],
  ];
  for (const [name, text, expected] of table) {
    it(`finds ${name}, in pieces of any size`, () => {
      for (let size = 1; size <= text.length; size += 1) {
        expect(pieces(new DocumentSplitter(), text, size)).to.deep.equal(expected);
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
          const found = pieces(new DocumentSplitter(), JSON.stringify(values, null, indent), size);
          expect(found.map((text) => JSON.parse(text) as unknown)).to.deep.equal(JSON.parse(JSON.stringify(values)));
        },
      ),
    );
  });

  it('tells the line that a value begins on', () => {
    expect(new DocumentSplitter().push('[\n{"a":\n1},\n\n{"b":2}]').map(({ line }) => line)).to.deep.equal([2, 5]);
  });
});

describe('LineSplitter', () => {
  it('gives each line that is not blank, with its number, in pieces of any size', () => {
    const text = 'one\r\n\n  two  \nthree';
    for (let size = 1; size <= text.length; size += 1) {
      expect(pieces(new LineSplitter(), text, size)).to.deep.equal(['one', 'two', 'three']);
    }
    const splitter = new LineSplitter();
    expect([...splitter.push(text), ...splitter.end()].map(({ line }) => line)).to.deep.equal([1, 3, 4]);
  });

  it("takes off the time that CloudWatch's export to S3 puts before a record", () => {
    expect(pieces(new LineSplitter(), '2026-04-19T13:28:51.000Z {"a":1}\n')).to.deep.equal(['{"a":1}']);
  });
});
