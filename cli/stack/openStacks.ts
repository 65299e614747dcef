import { Option, type Command } from 'commander';
import { WorldError } from '../../local/world/worldError.js';
import { UserError } from '../userError.js';
import { openAwsStack } from './awsStack.js';
import { naming } from './awsProblem.js';
import { openLocalStack } from './localStack.js';
import { outputsOfFile, outputsOfStack } from './outputs.js';
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

/** Runs a command on one stack. Throws UserError where there is none, or more than one. */
export function withStack(options: StackOptions, run: (stack: Stack) => Promise<number>): Promise<number> {
  return withStacks(options, (stacks) => {
    const [stack, another] = stacks;
    if (stack !== undefined && another === undefined) return run(stack);
    throw new UserError('--outputs: this command is about one stack');
  });
}

/** Runs a command on one stack or several, and closes them. Errors of AWS become UserErrors. */
export async function withStacks(
  options: StackOptions,
  run: (stacks: readonly Stack[]) => Promise<number>,
): Promise<number> {
  const stacks: Stack[] = [];
  try {
    for (const open of openersOf(options)) stacks.push(await naming(open()));
    return await naming(run(stacks));
  } catch (error) {
    if (error instanceof WorldError) throw new UserError(error.message, { cause: error });
    throw error;
  } finally {
    for (const stack of stacks) await stack.close();
  }
}

function openersOf({ stack, outputs, local }: StackOptions): readonly (() => Promise<Stack>)[] {
  if (local !== undefined) return [() => openLocalStack(local)];
  if (stack !== undefined) return [() => openAwsStack(outputsOfStack(stack))];
  if (outputs !== undefined) return outputs.flatMap(outputsOfFile).map((found) => () => openAwsStack(found));
  throw new UserError('which stack? --stack NAME, --outputs FILE, or --local FOLDER');
}

/** Whether options name a stack. */
export function namesStack({ stack, outputs, local }: StackOptions): boolean {
  return stack !== undefined || outputs !== undefined || local !== undefined;
}
