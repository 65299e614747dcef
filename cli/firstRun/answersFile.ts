import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { UserError } from '../userError.js';
import { isForm, type AnswersForm } from './answersForm.js';

/** What a file of answers has; undefined if there is none yet. Throws UserError for any other file: it is left alone. */
export function readAnswers(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isForm(found)) return found;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw new UserError(`--answers ${file}: ${String(error)}`, { cause: error });
  }
  throw new UserError(`--answers ${file}: this file is something else; name another one, or delete it`);
}

/** An item a line, so that two files can be compared. Throws UserError. */
export function writeAnswers(file: string, { about, items }: AnswersForm): void {
  const lines = Object.entries(items).map(([id, answer]) => `    ${JSON.stringify(id)}: ${JSON.stringify(answer)}`);
  const text = `{\n  "about": ${JSON.stringify(about)},\n  "items": {\n${lines.join(',\n')}\n  }\n}\n`;
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`--answers ${file}: ${String(error)}`, { cause: error });
  }
}
