import { join } from 'node:path';
import type { Account, Organization } from './organization.js';

/** A command with the variables that it needs beside those of the shell. */
export interface Command {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The file with an account's settings. Pulumi adds a salt to it: commit it. */
export function configFileOf(folder: string, { name }: Account): string {
  return join(folder, `${name}.yaml`);
}

/**
 * What Pulumi is asked for one account, in this order: its state, then `preview` or `up` past the policy pack. The
 * credentials are in the environment, so that the program itself can ask Bedrock what it logs to.
 */
export function commandsOf(
  { stack }: Organization,
  account: Account,
  task: 'preview' | 'up',
  folder: string,
  credentials: Readonly<Record<string, string>>,
): readonly Command[] {
  const environment = { ...credentials, PULUMI_BACKEND_URL: account.backend };
  const file = ['--config-file', configFileOf(folder, account)];
  return [
    { words: ['stack', 'select', '--create', stack], environment },
    {
      words: [task, '--stack', stack, ...file, '--policy-pack', 'policy', ...(task === 'up' ? ['--yes'] : [])],
      environment,
    },
  ];
}

/** Prints the outputs of an account's stack. */
export function outputsCommandOf(
  { stack }: Organization,
  { backend }: Account,
  credentials: Readonly<Record<string, string>>,
): Command {
  const environment = { ...credentials, PULUMI_BACKEND_URL: backend };
  return { words: ['stack', 'output', '--json', '--stack', stack], environment };
}
