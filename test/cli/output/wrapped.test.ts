import { expect } from 'chai';
import fc from 'fast-check';
import { wrapped } from '../../../cli/output/wrapped.js';

describe('wrapped', () => {
  const lines: readonly (readonly [string, string])[] = [
    ['', ''],
    ['short', 'short'],
    ['ten letter', 'ten letter'],
    ['ten letters', 'ten\n  letters'],
    ['a b c d e f g', 'a b c d e\n  f g'],
    ['a-word-that-is-long', 'a-word-that-is-long'],
    ['a word-that-is-long b', 'a\n  word-that-is-long\n  b'],
    ['  two  b', '  two  b'],
    ['\u001b[31mred\u001b[39m and', '\u001b[31mred\u001b[39m and'],
  ];
  for (const [line, expected] of lines) {
    it(`breaks ${JSON.stringify(line)} at ten characters`, () => {
      expect(wrapped(line, 2, 10)).to.equal(expected);
    });
  }

  it('loses no word, and has no line that is too long but by one word', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,14}$/), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(words, fc.integer({ min: 0, max: 5 }), (given, indent) => {
        const found = wrapped(given.join(' '), indent, 20);
        expect(found.split(/\s+/).filter((word) => word !== '')).to.deep.equal(given);
        for (const line of found.split('\n')) {
          if (line.length > 20) expect(line.trim()).not.to.contain(' ');
          expect(line).to.equal(line.trimEnd());
        }
      }),
    );
  });
});
