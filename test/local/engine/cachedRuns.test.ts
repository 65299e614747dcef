import { expect } from 'chai';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PlanValue } from '../../../local/engine/plan.js';
import { runProgram, type RunOptions } from '../../../local/engine/runProgram.js';

const VARIABLE = 'TEST_OF_CACHED_RUNS';
const UNREAD = 'TEST_OF_CACHED_RUNS_UNREAD';

/** Two runs of it never answer the same. */
const FILES: Readonly<Record<string, string>> = {
  'Pulumi.yaml': 'name: cached\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n',
  'Pulumi.test.yaml': 'config:\n  cached:setting: one\n',
  'package.json': '{"type":"module","main":"index.js"}',
  'index.js': `
    import { existsSync, readdirSync, readFileSync } from 'node:fs';
    import { readFile } from 'node:fs/promises';
    import { imported } from './inside/imported.js';
    const read = [readFileSync('inside/one.txt', 'utf8'), await readFile(new URL('inside/two.txt', import.meta.url))];
    const listed = [readdirSync('listed'), existsSync('absent.txt'), process.env.${VARIABLE}];
    export const output = [Math.random(), imported, ...read, ...listed].join();
  `,
  'inside/imported.js': 'export const imported = 1;',
  'inside/one.txt': 'one',
  'inside/two.txt': 'two',
  'listed/one.txt': '',
};

describe('runProgram with a cache', () => {
  let folder: string;
  const put = (name: string, text: string): undefined => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const run = async (more: Partial<RunOptions> = {}): Promise<PlanValue | undefined> => {
    const options = { folder, stack: 'test', mode: 'resolved', cacheFolder: join(folder, 'kept') } as const;
    return (await runProgram({ ...options, timeLimitSeconds: 600, ...more })).outputs['output'];
  };

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'budgeteer-cached-')));
    for (const [name, text] of Object.entries(FILES)) put(name, text);
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'dir');
    process.env[UNREAD] = 'one';
    // Kept by the second run at the latest: files that are written just before a run may change during it.
    await run();
    await run();
  });
  after(() => {
    rmSync(folder, { recursive: true });
    delete process.env['TEST_OF_CACHED_RUNS_UNREAD'];
  });
  afterEach(() => {
    delete process.env['TEST_OF_CACHED_RUNS'];
  });

  it('runs the program once, whatever changes that it does not read', async () => {
    const first = await run();
    put('other.txt', 'changed');
    process.env[UNREAD] = 'two';
    expect(await run()).to.equal(first);
  });

  const CHANGES: Readonly<Record<string, () => Partial<RunOptions> | undefined>> = {
    'the program': () => {
      put('index.js', `${FILES['index.js'] ?? ''};`);
    },
    'a module': () => {
      put('inside/imported.js', 'export const imported = 2;');
    },
    'a file': () => {
      put('inside/one.txt', 'changed');
    },
    'a file by its URL': () => {
      put('inside/two.txt', 'changed');
    },
    'a file that was missing': () => {
      put('absent.txt', '');
    },
    'a folder': () => {
      put('listed/two.txt', '');
    },
    'the stack’s settings': () => {
      put('Pulumi.test.yaml', 'config:\n  cached:setting: two\n');
    },
    'the project': () => {
      put('package.json', '{"type":"module","main":"index.js","private":true}');
    },
    'a variable': () => {
      process.env[VARIABLE] = 'changed';
      return undefined;
    },
    'the stack': () => ({ stack: 'other', stackText: 'config: {}' }),
    'the mode': () => ({ mode: 'preview' }),
    'a setting in place': () => ({ settings: { setting: 'three' } }),
    'the account': () => ({ account: '111122223333' }),
    'the Region': () => ({ region: 'eu-west-1' }),
    'the outputs of the last deployment': () => ({ previousOutputs: { output: 'other' } }),
  };
  for (const [change, make] of Object.entries(CHANGES)) {
    it(`runs it again after a change of ${change}`, async () => {
      const before = await run();
      expect(await run(make())).to.not.equal(before);
    });
  }

  it('runs a program each time that starts others, whose reads nobody sees', async () => {
    put('index.js', `import { execSync } from 'node:child_process'; export const output = execSync('echo $RANDOM$$');`);
    expect([await run(), await run()]).to.satisfy(([one, two]: readonly unknown[]) => one !== two);
  });
});
