import type { Command } from 'commander';
import { UserError } from '../userError.js';
import type { Stack } from './stack.js';

/** Which stack a command is about. */
export interface StackOptions {
  readonly stack?: string;
  readonly outputs?: string;
  readonly local?: string;
}

/** A stub: the options are there, no stack can be opened yet. */
export function withStackOptions(command: Command): Command {
  return command
    .option('--stack <NAME>', 'a stack of this folder')
    .option('--outputs <FILE>', 'what `pulumi stack output --json` prints')
    .option('--local <FOLDER>', 'a world that `start --keep` wrote');
}

export function namesStack({ stack, outputs, local }: StackOptions): boolean {
  return [stack, outputs, local].some((given) => given !== undefined);
}

export function withStack(_options: StackOptions, _use: (stack: Stack) => Promise<number>): Promise<number> {
  return Promise.reject(new UserError('no stack can be opened yet'));
}
