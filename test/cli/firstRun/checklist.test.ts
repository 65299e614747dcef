import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { checklistPage } from '../../../cli/firstRun/checklistPage.js';
import { firstRunLines } from '../../../cli/firstRun/firstRunText.js';
import { ITEMS, PARTS } from '../../../cli/firstRun/items/all.js';
import type { Verdict } from '../../../cli/firstRun/seen.js';
import { visibleLength } from '../../../cli/output/fitTable.js';

const PLACE = { STACK: 'production', REGION: 'ap-southeast-1', ACCOUNT: '444455556666' };

function linesOf(verdict: Verdict, text: string): readonly string[] {
  const answers = ITEMS.map((item) => ({ item, verdict, text, facts: {} }));
  return firstRunLines(PARTS, answers, { place: PLACE, isLocal: true });
}

describe('docs/first-deployment.md', () => {
  it('has the checklist as it is', () => {
    const page = readFileSync('docs/first-deployment.md', 'utf8');
    expect(checklistPage(page, readdirSync('docs/decisions'))).to.equal(page);
  });

  it('leads to the decisions and pages that it names', () => {
    const page = readFileSync('docs/first-deployment.md', 'utf8');
    expect(page).to.contain('[decision 5](decisions/0005-how-a-call-is-charged-once.md)');
    expect(page).to.contain('[metering-blindness](runbooks/metering-blindness.md)');
  });

  it('has a form for the answers', () => {
    const form = parse(readFileSync('.github/ISSUE_TEMPLATE/first-deployment.yml', 'utf8')) as {
      readonly body: readonly { readonly type: string; readonly id?: string; readonly attributes: object }[];
    };
    expect(form).to.include.keys('name', 'description', 'body');
    const answers = form.body.find(({ id }) => id === 'answers');
    expect(answers).to.deep.include({ type: 'textarea', validations: { required: true } });
    const ids = form.body.flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).to.equal(ids.length);
  });
});

describe('firstRunLines', () => {
  for (const verdict of ['by hand', 'open', 'differs', 'expected'] as const) {
    it(`fits 80 columns: ${verdict}`, () => {
      const lines = linesOf(verdict, verdict === 'by hand' ? '' : 'seen '.repeat(30).trim());
      expect(lines.filter((line) => visibleLength(line) > 80)).to.deep.equal([]);
      expect(lines.join('\n')).not.to.match(/\b(STACK|REGION|ACCOUNT)\b/);
    });
  }

  it('breaks commands so that a shell takes them', () => {
    const commands = ITEMS.flatMap(({ steps }) => steps.flatMap((step) => ('run' in step ? [step.run] : [])));
    const printed = linesOf('by hand', '')
      .join('\n')
      .replaceAll(/ \\\n +/g, ' ');
    for (const command of commands) {
      const filled = command.replaceAll('STACK', PLACE.STACK).replaceAll('REGION', PLACE.REGION);
      expect(printed).to.contain(`$ ${filled}\n`);
    }
  });

  it('shows of what is as expected one line, of what differs what to do', () => {
    expect(linesOf('expected', 'seen').join('\n')).not.to.contain('expect:');
    expect(linesOf('differs', 'seen').filter((line) => line.includes('then: ')).length).to.equal(ITEMS.length);
    expect(linesOf('differs', 'seen')).to.include(`${ITEMS.length} differs`);
  });
});
