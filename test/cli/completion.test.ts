import { expect } from 'chai';
import { Command } from 'commander';
import { spawnSync } from 'node:child_process';
import { completionScript } from '../../cli/completion/completionScript.js';
import { UserError } from '../../cli/userError.js';

function program(): Command {
  const root = new Command('budgeteer').option('--version');
  root.command('status').option('--json').option('--stack <NAME>');
  const config = root.command('config');
  config.command('get');
  config.command('set').option('--dry-run');
  return root;
}

/** What bash would offer after these words. */
function offered(...words: readonly string[]): readonly string[] {
  const script = `${completionScript(program(), 'bash')}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _budgeteer; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' });
  expect(stderr).to.equal('');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion', () => {
  before(function () {
    if (spawnSync('bash', ['--version']).status !== 0) this.skip();
  });

  const table: readonly (readonly [readonly string[], readonly string[]])[] = [
    [
      ['budgeteer', ''],
      ['status', 'config', '--version', '--help'],
    ],
    [['budgeteer', 'st'], ['status']],
    [['budgeteer', 'status', '--s'], ['--stack']],
    [['budgeteer', 'status', '--stack', 'config', '--j'], ['--json']],
    [
      ['budgeteer', 'config', ''],
      ['get', 'set', '--help'],
    ],
    [
      ['budgeteer', 'config', 'set', 'warnPercent', '--'],
      ['--dry-run', '--help'],
    ],
    [['budgeteer', 'nothing', 'zz'], []],
  ];
  for (const [words, expected] of table) {
    it(`offers after "${words.join(' ')}"`, () => {
      expect(offered(...words)).to.deep.equal(expected);
    });
  }

  it('runs nothing of what was typed', () => {
    for (const typed of ['$(echo ran >&2)', '`echo ran >&2`', '"; echo ran >&2; "', '> /dev/stderr']) {
      expect(offered('budgeteer', 'status', typed, '--j'), typed).to.deep.equal(['--json']);
      expect(offered('budgeteer', 'status', typed), typed).to.deep.equal([]);
    }
  });

  it('can be loaded twice', () => {
    const script = completionScript(program(), 'bash');
    expect(spawnSync('bash', ['-c', `${script}\n${script}`], { encoding: 'utf8' }).stderr).to.equal('');
  });

  it('is there for zsh and fish too, and for no other shell', () => {
    expect(completionScript(program(), 'zsh')).to.include('bashcompinit').and.include('complete -o default');
    expect(completionScript(program(), 'fish')).to.include(
      "complete -c budgeteer -n '__fish_seen_subcommand_from config; and __fish_seen_subcommand_from set' -l dry-run",
    );
    expect(() => completionScript(program(), 'tcsh')).to.throw(UserError, 'tcsh: not one of bash, zsh, fish');
  });
});
