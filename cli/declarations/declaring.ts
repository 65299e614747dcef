import type { Command } from 'commander';
import type { TextOutput } from '../output/textOutput.js';
import type { Stack } from '../stack/stack.js';
import type { StackOptions } from '../stack/stackOptions.js';

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

/** Runs a command on one stack. What a stack stands on is loaded only now: help needs none of it. Throws UserError. */
export async function withStack(options: StackOptions, run: (stack: Stack) => Promise<number>): Promise<number> {
  const { onStack } = await import('../stack/openStacks.js');
  return onStack(options, run);
}

/** The same on one or several. */
export async function withStacks(
  options: StackOptions,
  run: (stacks: readonly Stack[]) => Promise<number>,
): Promise<number> {
  const { onStacks } = await import('../stack/openStacks.js');
  return onStacks(options, run);
}
