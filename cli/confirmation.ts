import { createInterface } from 'node:readline/promises';
import { UserError } from './userError.js';

export interface ConfirmOptions {
  readonly yes?: true;
}

/** Asks on the terminal, on standard error. Throws UserError if the answer is not yes, or if there is nobody to ask. */
export async function confirm(question: string, { yes }: ConfirmOptions): Promise<void> {
  if (yes === true) return;
  if (!process.stdin.isTTY)
    throw new UserError(`nothing was changed: there is no terminal to ask "${question}"; --yes answers it`);
  if (!/^y(es)?$/i.test(await answerTo(`${question} [y/N] `))) throw new UserError('nothing was changed');
}

/** Ctrl-C and Ctrl-D answer nothing. */
async function answerTo(question: string): Promise<string> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<string>((resolve) => {
    asking.once('SIGINT', () => {
      process.stderr.write('\n');
      resolve('');
    });
    asking.once('close', () => {
      resolve('');
    });
  });
  try {
    return (await Promise.race([asking.question(question), ended])).trim();
  } finally {
    asking.close();
  }
}
