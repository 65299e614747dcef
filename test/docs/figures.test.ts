import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { withFigures } from '../../bench/suite/docFigures.js';
import { figuresOf } from '../../bench/suite/results.js';
import { pagesOfProject } from '../../cli/docs/pages.js';

describe('the figures of the pages', () => {
  const measured = figuresOf(readFileSync('bench/RESULTS.md', 'utf8'));

  for (const page of pagesOfProject()) {
    const text = readFileSync(page, 'utf8');
    if (!text.includes('<!--= ')) continue;
    it(`are in ${page} as bench/RESULTS.md has them: \`npm run docs:figures\` writes them`, () => {
      expect(withFigures(text, measured)).to.deep.equal({ text, unknown: [] });
    });
  }

  it('come from a table, by their ids', () => {
    const table = ['| figure | value | target | id |', '| --- | --: | --- | --- |', '| a | 2.3 × | | `a-b` |'];
    expect([...figuresOf(table.join('\n'))]).to.deep.equal([['a-b', '2.3 ×']]);
  });

  it('replace what stands there, and name what nobody has measured', () => {
    const page = 'takes <!--= a-b -->9 ×<!--=--> or <!--= c -->1<!--=-->';
    expect(withFigures(page, new Map([['a-b', '2.3 ×']]))).to.deep.equal({
      text: 'takes <!--= a-b -->2.3 ×<!--=--> or <!--= c -->1<!--=-->',
      unknown: ['c'],
    });
  });
});
