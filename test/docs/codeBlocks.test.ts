import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { pagesOfProject } from '../../cli/docs/pages.js';
import { StackGraph } from '../infra/stackGraph.js';
import { codeBlocksOf, commandsIn, type CodeBlock } from './codeBlocks.js';
import { commandProblem } from './commandProblem.js';

/**
 * Languages and their marks. `sh` is run here; `sh account` needs AWS or tools that are not of npm, `sh manual` takes
 * long or changes the project: there each command of ours must exist with its options. `console` is a command with its
 * output.
 */
const KINDS = [
  'sh',
  'sh account',
  'sh manual',
  'console',
  'console account',
  'text',
  'json',
  'yaml',
  'ts account',
  'mermaid',
];

const SETTING = 'bedrock-budgeteer:';

/** A test of its own compares its blocks. */
const COMPARED = 'docs/operations.md';

const BLOCKS = pagesOfProject().flatMap((page) => codeBlocksOf(page, readFileSync(page, 'utf8')));
const ofKind = (...kinds: readonly string[]): readonly CodeBlock[] =>
  BLOCKS.filter((block) => kinds.includes(kindOf(block)));

describe('code blocks of the pages', () => {
  it('say what they are', () => {
    expect(BLOCKS.filter((block) => !KINDS.includes(kindOf(block))).map(placeOf)).to.deep.equal([]);
  });

  it('are JSON where they say so', () => {
    for (const block of ofKind('json')) expect(() => void JSON.parse(block.text), placeOf(block)).not.to.throw();
  });

  it('are YAML where they say so', () => {
    for (const block of ofKind('yaml')) expect(() => void parse(block.text), placeOf(block)).not.to.throw();
  });

  for (const block of ofKind('yaml').filter(({ text }) => text.startsWith(SETTING))) {
    it(`are settings that a stack takes: ${placeOf(block)}`, async () => {
      const lines = Object.entries(parse(block.text) as Readonly<Record<string, unknown>>);
      const settings = lines.map(([name, value]) => [
        name.replace(SETTING, ''),
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      const graph = await StackGraph.of('dev', 'resolved', Object.fromEntries(settings) as Record<string, string>);
      expect(graph.plan.resources).not.to.deep.equal([]);
    });
  }

  it('name commands that exist, with options that they take', async () => {
    const wrong: string[] = [];
    for (const block of ofKind('sh', 'sh account', 'sh manual')) {
      for (const command of commandsIn(block)) {
        const problem = await commandProblem(command);
        if (problem !== undefined) wrong.push(`${placeOf(block)}: ${command}: ${problem}`);
      }
    }
    expect(wrong).to.deep.equal([]);
  });
});

describe('shell blocks of the pages', function () {
  this.timeout(600_000);
  let folder = '';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'budgeteer-'));
    for (const name of readdirSync('.').filter((one) => one !== '.git')) symlinkSync(resolve(name), join(folder, name));
    const command = `#!/bin/sh\nexec node "${resolve('bin/budgeteer.js')}" "$@"\n`;
    writeFileSync(join(folder, 'budgeteer'), command, { mode: 0o755 });
    run('budgeteer start --until 2026-10-14 --keep kept/week');
    run('budgeteer start --keep kept/world');
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const shown = ofKind('sh', 'console').filter(({ page }) => page !== COMPARED);
  for (const page of new Set(shown.map((block) => block.page))) {
    it(`run as they stand in ${page}, and print what it shows`, () => {
      for (const world of ['week', 'world']) {
        rmSync(join(folder, world), { recursive: true, force: true });
        cpSync(join(folder, 'kept', world), join(folder, world), { recursive: true });
      }
      for (const block of shown.filter((one) => one.page === page)) {
        expect(commandsIn(block).filter(changesTheProject), placeOf(block)).to.deep.equal([]);
        const [, command = '', output = ''] = /^\$ (.+)\n([^]*)$/.exec(block.text) ?? [];
        if (block.language === 'console')
          expect(withoutEnds(run(command, placeOf(block))), placeOf(block)).to.equal(output);
        else run(block.text, placeOf(block));
      }
    });
  }

  /** Runs in the project's folder, but writes into the temporary one. */
  function run(script: string, place = script): string {
    const env = {
      ...process.env,
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      NO_COLOR: '1',
      COLUMNS: '80',
      TZ: 'UTC',
    };
    const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: folder,
      env,
      encoding: 'utf8',
      maxBuffer: Infinity,
    });
    expect(status, `${place}\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`).to.equal(0);
    return stdout;
  }
});

/** Lines as a page has them: without blanks at their ends. */
function withoutEnds(text: string): string {
  return text.replaceAll(/ +$/gm, '');
}

/** Through the links it would change the project itself. */
function changesTheProject(command: string): boolean {
  return /^npm (ci|i|install|link|pack|test)\b/.test(command);
}

function kindOf({ language, mark }: CodeBlock): string {
  return `${language} ${mark}`.trim();
}

function placeOf({ page, line }: CodeBlock): string {
  return `${page}:${line}`;
}
