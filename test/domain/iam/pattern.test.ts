import { expect } from 'chai';
import fc from 'fast-check';
import { matchesPattern } from '../../../domain/iam/pattern.js';

describe('matchesPattern', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['', '', true],
    ['', 'a', false],
    ['a', '', false],
    ['*', '', true],
    ['***', '', true],
    ['*', 'anything at all', true],
    ['?', '', false],
    ['?', 'a', true],
    ['?', 'ab', false],
    ['??', 'ab', true],
    ['*?', '', false],
    ['*?', 'a', true],
    ['?*', 'abc', true],
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['abc', 'ab', false],
    ['abc', 'abcd', false],
    ['ABC', 'abc', false],
    ['a*', 'abc', true],
    ['*c', 'abc', true],
    ['*b', 'abc', false],
    ['a*c', 'ac', true],
    ['a*c', 'abcbc', true],
    ['a*c', 'abcb', false],
    ['*ab*ab', 'abab', true],
    ['*ab*ab', 'aab', false],
    ['a**b', 'ab', true],
    ['*a?c', 'aabc', true],
    ['a.c', 'abc', false],
    ['[a-c]', 'b', false],
    ['(a+)+$', '(a+)+$', true],
    ['*', 'two\nlines', true],
    ['a*', '*', false],
    ['?', '*', true],
    ['bedrock:Invoke*', 'bedrock:InvokeModelWithResponseStream', true],
    ['bedrock:Invoke*', 'bedrock:Rerank', false],
    ['arn:aws:iam::*:role/break-glass-*', 'arn:aws:iam::444455556666:role/break-glass-1', true],
    ['arn:aws:iam::*:role/break-glass-*', 'arn:aws:iam::444455556666:user/break-glass-1', false],
    ['arn:aws:iam::*:role/*', 'arn:aws:iam::444455556666:role/teams/summariser', true],
  ];
  for (const [pattern, text, isMatch] of cases) {
    it(`finds that ${JSON.stringify(text)} is ${isMatch ? '' : 'not '}${JSON.stringify(pattern)}`, () => {
      expect(matchesPattern(pattern, text)).to.equal(isMatch);
    });
  }

  it('agrees with a regular expression on everything', () => {
    const letters = (alphabet: string, maxLength: number): fc.Arbitrary<string> =>
      fc.string({ unit: fc.constantFrom(...alphabet.split(',')), maxLength });
    fc.assert(
      fc.property(letters('a,b,*,?,.', 8), letters('a,b,*,.', 12), (pattern, text) => {
        expect(matchesPattern(pattern, text)).to.equal(expressionOf(pattern).test(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('answers at once to a pattern made to take long', () => {
    expect(matchesPattern(`${'*a'.repeat(200)}b`, 'a'.repeat(2000))).to.equal(false);
  });
});

function expressionOf(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/\./g, '\\.').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 's');
}
