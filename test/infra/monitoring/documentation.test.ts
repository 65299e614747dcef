import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { METRICS } from '../../../handlers/contracts/metrics.js';
import { KINDS } from '../../../infra/monitoring/alarmKinds.js';
import { StackGraph } from '../stackGraph.js';
import { alarmRows, tableRows } from './alarmTable.js';

const SECTIONS = ['What it means', 'First look', 'Usual causes', 'Repair', 'How to verify'];
const FOLDER = 'docs/runbooks';

/** What a stack's resources are called, with the placeholders of the pages. */
async function namesIn(stack: string, region: string): Promise<readonly string[]> {
  const { plan } = await StackGraph.of(stack);
  return plan.resources.flatMap(({ inputs }) => {
    const name = inputs['name'] ?? inputs['bucket'];
    if (typeof name !== 'string') return [];
    return [name.replace(stack, 'STACK').replace('444455556666', 'ACCOUNT').replace(region, 'REGION')];
  });
}

describe('docs/runbooks', () => {
  const pages = readdirSync(FOLDER).filter((file) => file !== 'README.md');
  const read = (file: string): string => readFileSync(`${FOLDER}/${file}`, 'utf8');

  it('has a page for each kind of alarm, and no other', () => {
    expect([...pages].sort()).to.deep.equal(KINDS.map((kind) => `${kind}.md`).sort());
  });

  for (const kind of KINDS) {
    it(`says of ${kind} what it means, what to look at first, why, what to do, and how to see that it helped`, () => {
      const page = read(`${kind}.md`);
      expect(page.split('\n')[0]).to.equal(`# ${kind}`);
      expect([...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).to.deep.equal(SECTIONS);
      for (const text of page.split(/^## .+$/m).slice(1)) expect(text.trim().length, kind).to.be.above(30);
      const [, look = ''] = /^## First look$(.*?)^## /ms.exec(page) ?? [];
      expect(look).to.match(/^aws [a-z-]+ [a-z-]+/m);
    });
  }

  it('names functions, queues, tables, roles and workflows as stacks have them', async () => {
    const known = [...(await namesIn('dev', 'us-east-1')), ...(await namesIn('prod', 'eu-west-1'))];
    for (const file of pages) {
      const names = [...read(file).matchAll(/bedrock-budgeteer-STACK-[a-z-]*[a-z](-ACCOUNT)?(-REGION)?/g)];
      for (const [name] of names) {
        const isThere = known.some((one) => one === name || one.endsWith(`/${name}`));
        expect(isThere, `${file}: ${name}`).to.equal(true);
      }
    }
  });

  it('has an index of all pages', () => {
    const index = readFileSync(`${FOLDER}/README.md`, 'utf8');
    for (const kind of KINDS) expect(index).to.contain(`[${kind}](${kind}.md)`);
  });
});

describe('docs/monitoring.md', () => {
  const page = readFileSync('docs/monitoring.md', 'utf8');

  it('has the alarms as they are', () => {
    const rows = tableRows(page).filter(([first = '']) => first.startsWith('['));
    expect(rows).to.deep.equal(alarmRows());
  });

  it('tells how many metrics of our own there are', () => {
    expect(page).to.contain(`${Object.keys(METRICS).length} metrics of their own`);
  });
});
