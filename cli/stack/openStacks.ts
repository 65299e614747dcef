import type { Command } from 'commander';
import { UserError } from '../userError.js';
import type { Stack } from './stack.js';

export interface StackOptions {
  readonly stack?: string;
  readonly outputs?: string;
  readonly local?: string;
}

export function withStackOptions(command: Command): Command {
  return command
    .option('--stack <NAME>', 'a deployed stack, by its Pulumi outputs')
    .option('--outputs <FILE>', 'what `pulumi stack output --json` prints')
    .option('--local <DIR>', 'a kept local world');
}

export function withStack(options: StackOptions, work: (stack: Stack) => Promise<number>): Promise<number> {
  return Promise.reject(new UserError(`no stack can be opened yet: ${JSON.stringify(options)} ${typeof work}`));
}
