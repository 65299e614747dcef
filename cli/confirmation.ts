import { createInterface } from 'node:readline/promises';
import { UserError } from './userError.js';

export interface ConfirmOptions {
  readonly yes?: true;
}

/** Asks on the terminal, on standard error. Throws UserError if the answer is not yes, or if there is nobody to ask. */
export async function confirm(question: string, { yes }: ConfirmOptions): Promise<void> {
  if (yes === true) return;
  if (!process.stdin.isTTY) throw new UserError(`nothing was changed: ${question} --yes says so in a script`);
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asking.question(`${question} [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new UserError('nothing was changed');
  } finally {
    asking.close();
  }
}
