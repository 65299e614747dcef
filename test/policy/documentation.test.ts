import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { ALLOWED_WILDCARDS } from '../../policy/allowedWildcards.js';
import { RULES } from '../../policy/rules/all.js';

const PAGE = readFileSync('docs/policies.md', 'utf8');

describe('docs/policies.md', () => {
  it('has every rule', () => {
    expect(rowsOf(/^\| `([a-z-]+)`/gm)).to.have.members(RULES.map(({ name }) => name));
  });

  it('has no reasons that the code does not have', () => {
    expect(rowsOf(/^\| `([A-Z][A-Za-z]+)`/gm)).to.have.length(ALLOWED_WILDCARDS.length);
  });

  for (const { actions, resource, why, source } of ALLOWED_WILDCARDS) {
    it(`has the reason for ${actions.join(', ')}`, () => {
      const row = PAGE.split('\n').find((line) => line.includes(why)) ?? '';
      const texts = [...actions, resource].map((text) => `\`${text}\``);
      expect([...texts, source].filter((text) => !row.includes(text))).to.deep.equal([]);
    });
  }
});

function rowsOf(pattern: RegExp): readonly string[] {
  return [...PAGE.matchAll(pattern)].map(([, name = '']) => name);
}
