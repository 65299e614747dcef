import { Option, type Command } from 'commander';
import type { Stack } from './stack.js';

export interface StackOptions {
  readonly stack?: string;
  readonly outputs?: readonly string[];
  readonly local?: string;
}

/** Adds the options that say which stack a command is about. */
export function withStackOptions(command: Command): Command {
  const collect = (file: string, files: readonly string[] = []): readonly string[] => [...files, file];
  return command
    .addOption(
      new Option('--stack <NAME>', 'a deployed stack of the Pulumi project in this folder').conflicts([
        'outputs',
        'local',
      ]),
    )
    .addOption(
      new Option(
        '--outputs <FILE>',
        'or what `pulumi stack output --json` printed, of one stack or a list; - is standard input; may be repeated',
      )
        .argParser(collect)
        .conflicts('local'),
    )
    .option('--local <FOLDER>', 'or a world that `budgeteer start --keep FOLDER` wrote');
}

/** Whether options name a stack. */
export function namesStack({ stack, outputs, local }: StackOptions): boolean {
  return stack !== undefined || outputs !== undefined || local !== undefined;
}

/** Runs a command on one stack. What a stack stands on is loaded only now: help needs none of it. Throws UserError. */
export async function withStack(options: StackOptions, run: (stack: Stack) => Promise<number>): Promise<number> {
  const { onStack } = await import('./openStacks.js');
  return onStack(options, run);
}

/** The same on one or several. */
export async function withStacks(
  options: StackOptions,
  run: (stacks: readonly Stack[]) => Promise<number>,
): Promise<number> {
  const { onStacks } = await import('./openStacks.js');
  return onStacks(options, run);
}
