import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { operationsPage, startWeek } from '../../cli/docs/operationsPage.js';
import { sessionPicture } from '../../cli/docs/sessionPicture.js';
import { temporaryFolder } from '../cli/temporaryFolder.js';

describe('docs/operations.md', () => {
  const folder = temporaryFolder();
  const { TZ, COLUMNS } = process.env;

  before(() => {
    Object.assign(process.env, { TZ: 'UTC', COLUMNS: '80' });
  });

  after(() => {
    for (const [name, value] of Object.entries({ TZ, COLUMNS })) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  it('shows what its commands print: `npm run docs:operations` writes it', async () => {
    await startWeek(folder.path);
    const page = readFileSync('docs/operations.md', 'utf8');
    expect(await operationsPage(page, folder.path)).to.equal(page);
  });

  it('is what the picture of the README plays', () => {
    const page = readFileSync('docs/operations.md', 'utf8');
    expect(sessionPicture(page)).to.equal(readFileSync('docs/session.svg', 'utf8'));
    expect(() => sessionPicture('# Nothing')).to.throw(TypeError);
  });

  it('keeps within 80 columns what they print', () => {
    const page = readFileSync('docs/operations.md', 'utf8');
    const printed = [...page.matchAll(/^```console\n\$ .+\n([^]*?)^```$/gm)].flatMap(([, text = '']) =>
      text.split('\n'),
    );
    expect(printed.filter((line) => line.length > 80)).to.deep.equal([]);
  });
});
