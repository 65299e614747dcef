import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runCommandLine } from '../../../cli/commandLine.js';
import { runFirstRun, type FirstRunOptions } from '../../../cli/commands/firstRun.js';
import { ITEMS } from '../../../cli/firstRun/items/all.js';
import { loadStack, savedProducts } from '../../../cli/start/loadStack.js';
import { keepWorld } from '../../../cli/stack/keptWorld.js';
import { openLocalStack } from '../../../cli/stack/localStack.js';
import { createWorld } from '../../../local/world/world.js';
import { rejectionOf } from '../../rejection.js';
import { captured } from '../captured.js';
import { temporaryFolder } from '../temporaryFolder.js';

const ACCOUNT = '444455556666';

describe('budgeteer doctor --first-run --local', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  async function run(options: FirstRunOptions): Promise<{ readonly code: number; readonly text: string }> {
    const { plan, hasTrail } = await loadStack('dev', ACCOUNT);
    const world = createWorld({ plan, start: Date.UTC(2026, 10, 28), hasTrail, products: savedProducts() });
    try {
      keepWorld(folder.path, { stack: 'dev', account: ACCOUNT, settings: {}, profiles: [] }, world, 'the start');
    } finally {
      world.time.close();
    }
    const { output, text } = captured();
    const stack = await openLocalStack(folder.path);
    try {
      return { code: await runFirstRun(stack, options, output), text: await text() };
    } finally {
      await stack.close();
    }
  }

  it('answers nothing, and says why of each', async () => {
    const { code, text } = await run({});
    expect(code).to.equal(0);
    expect(text).to.match(/^A local world is our own idea of AWS and proves nothing about it/);
    expect(text).to.match(/^open {6}record-fields: a local world keeps no log events$/m);
    expect(text).not.to.match(/^(expected|differs) /m);
    const byHand = ITEMS.filter(({ look }) => look === undefined).length;
    expect(text).to.contain(`\n${ITEMS.length - byHand} open, ${byHand} by hand\n`);
  });

  it('writes no answers', async () => {
    const file = join(folder.path, 'answers.json');
    expect((await rejectionOf(run({ answers: file }))).message).to.contain('there is nothing to send');
    expect(existsSync(file)).to.equal(false);
  });
});

describe('the options of doctor --first-run', () => {
  async function exitCodeOf(...words: readonly string[]): Promise<number> {
    const stream = new Writable({
      write: (_chunk, _encoding, done) => {
        done();
      },
    });
    return runCommandLine(['node', 'budgeteer', 'doctor', '--local', 'nowhere', ...words], stream);
  }

  for (const words of [
    ['--answers', 'a.json'],
    ['--saw', 'bill=expected'],
    ['--first-run', '--saw', 'bill=expected'],
  ]) {
    it(`go together: not ${words.join(' ')}`, async () => {
      expect(await exitCodeOf(...words)).to.equal(2);
    });
  }
});
