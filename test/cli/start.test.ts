import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { invocationRecord } from '../../local/world/logs/invocationRecord.js';
import { temporaryFolder } from './temporaryFolder.js';

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function started(args: readonly string[]): Run {
  return spawnSync(process.execPath, ['build/cli/main.js', 'start', ...args], { encoding: 'utf8', maxBuffer: 1e8 });
}

/** 0.21 USD every five minutes. */
function spending(count: number): string {
  const lines = Array.from({ length: count }, (_, index) =>
    invocationRecord({
      at: new Date(Date.UTC(2026, 9, 5, 8, 5 * index)),
      requestId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      identityArn: 'arn:aws:iam::444455556666:user/alice',
      modelId: 'global.anthropic.claude-opus-4-7',
      operation: 'ConverseStream',
      input: 2000,
      output: 8000,
    }),
  );
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

describe('budgeteer start', () => {
  const folder = temporaryFolder();

  it('runs the stack on logs of one’s own, an object a happening, and keeps what is left of it', () => {
    const [log, kept] = [join(folder.path, 'own.jsonl'), join(folder.path, 'kept')];
    writeFileSync(log, spending(10));
    const { status, stdout, stderr } = started(['--json', '--keep', kept, '--logs', log]);
    expect([status, stderr]).to.deep.equal([0, '']);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const refused = lines.filter(({ kind }) => kind === 'call-refused');
    expect(refused).to.have.length(4);
    expect(lines.at(-1)).to.have.nested.property('summary.principals[0].spentUsd', '1.26');
    expect(lines.at(-1)).to.have.nested.property('summary.principals[0].status', 'suspended');
    expect(
      readFileSync(join(kept, 'tables', 'UsageTracking.jsonl'), 'utf8')
        .trimEnd()
        .split('\n'),
    ).to.have.length(6);
    expect(existsSync(join(kept, 'objects', 'bedrock-budgeteer-dev-logs-444455556666-us-east-1', 'usage'))).to.equal(
      true,
    );
  });

  const mistakes: readonly (readonly [string, readonly string[], string])[] = [
    ['a log that is not there', ['--logs', 'nowhere'], 'nowhere: cannot be read: ENOENT: no such file or directory'],
    ['a stack that is not there', ['--stack', 'nobody'], 'Pulumi.nobody.yaml: cannot be read'],
    ['a speed that is none', ['--speed', 'fast'], '--speed: must be a number above 0, and is fast'],
  ];
  for (const [mistake, args, problem] of mistakes) {
    it(`says in one line what is wrong with ${mistake}`, () => {
      const { status, stderr } = started(args);
      expect(status).to.equal(2);
      expect(stderr)
        .to.match(/^budgeteer: [^\n]+\n$/)
        .and.to.include(problem);
    });
  }
});
