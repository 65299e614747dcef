import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { createProgram } from '../../cli/commandLine.js';
import { TextOutput } from '../../cli/output/textOutput.js';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const OF_NPM = ['ci', 'link', 'pack', 'start', 'test'];
const RUNS_THE_COMMAND = ['simulate', 'plan'];

/** Why a line of shell would not do: a script or a command of ours that is not there, or an option that it does not take. */
export async function commandProblem(line: string): Promise<string | undefined> {
  const [first = '', ...rest] = wordsOf(line.replace(/ (\||>|2>) ?.*$/, ''));
  if (first === 'budgeteer') return refusalOf(rest);
  if (first === 'npx' && rest[0] === 'budgeteer') return refusalOf(rest.slice(1));
  if (first !== 'npm' || OF_NPM.includes(rest[0] ?? '')) return undefined;
  const [run, name = '', ...options] = rest.filter((word) => !['-s', '--silent', '--'].includes(word));
  if (run !== 'run') return `npm ${run ?? ''} is not known here`;
  if (scripts[name] === undefined) return 'no such script';
  return RUNS_THE_COMMAND.includes(name) ? refusalOf([name, ...options]) : undefined;
}

async function refusalOf(words: readonly string[]): Promise<string | undefined> {
  const program = createProgram(new TextOutput(new Writable()), () => undefined);
  doNothing(program);
  try {
    await program.parseAsync(['node', 'budgeteer', ...words]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function doNothing(command: Command): void {
  for (const one of command.commands) {
    if (one.commands.length === 0) one.action(() => undefined);
    doNothing(one);
  }
}

/** As a shell would: words, and texts in quotes. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain = '']) => double ?? single ?? plain,
  );
}
