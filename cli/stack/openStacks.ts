import { ConfigurationError, CorruptRowError } from '../../handlers/runtime/errors.js';
import { WorldError } from '../../local/world/worldError.js';
import { UserError } from '../userError.js';
import { openAwsStack } from './awsStack.js';
import { naming } from './awsProblem.js';
import { openLocalStack } from './localStack.js';
import { outputsOfFile, outputsOfStack } from './outputs.js';
import type { Stack } from './stack.js';
import type { StackOptions } from './stackOptions.js';

/** Runs a command on one stack. Throws UserError where there is none, or more than one. */
export function onStack(options: StackOptions, run: (stack: Stack) => Promise<number>): Promise<number> {
  return onStacks(options, (stacks) => {
    const [stack, another] = stacks;
    if (stack !== undefined && another === undefined) return run(stack);
    throw new UserError('--outputs: this command is about one stack');
  });
}

/** Runs a command on one stack or several, and closes them. Errors of AWS and of what is stored become UserErrors. */
export async function onStacks(
  options: StackOptions,
  run: (stacks: readonly Stack[]) => Promise<number>,
): Promise<number> {
  const stacks: Stack[] = [];
  try {
    for (const open of openersOf(options)) stacks.push(await naming(open()));
    return await naming(run(stacks));
  } catch (error) {
    if (isOfStored(error)) throw new UserError(error.message, { cause: error });
    throw error;
  } finally {
    for (const stack of stacks) await stack.close();
  }
}

function isOfStored(error: unknown): error is Error {
  return [WorldError, CorruptRowError, ConfigurationError].some((kind) => error instanceof kind);
}

function openersOf({ stack, outputs, local, assumeRole }: StackOptions): readonly (() => Promise<Stack>)[] {
  if (local !== undefined) return [() => openLocalStack(local)];
  if (stack !== undefined) return [() => openAwsStack(outputsOfStack(stack), assumeRole)];
  if (outputs !== undefined)
    return outputs.flatMap(outputsOfFile).map((found) => () => openAwsStack(found, assumeRole));
  throw new UserError('which stack? --stack NAME, --outputs FILE, or --local FOLDER');
}
