import type { Command } from 'commander';
import type { TextOutput } from '../output/textOutput.js';

/** Where commands are declared, and what they print to. Their code is loaded when they run. */
export interface Declaring {
  readonly program: Command;
  readonly output: TextOutput;
  readonly onExitCode: (code: number) => void;
}

/** Shows examples in the help of a command. */
export function withExamples(command: Command, ...examples: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  budgeteer ${example}`).join('\n')}`);
}

export const FILES =
  'log files or folders (JSON, CloudWatch Logs exports, `aws logs tail`, Insights or Athena results, .gz); - is standard input';
export const PERSON_ROLES = 'names of roles whose sessions are persons, comma-separated, * for any characters; or none';
export const PROFILES = 'output of `aws bedrock list-inference-profiles --type-equals APPLICATION`';
