import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../userError.js';

/** One value a line. */
export function linesOf(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** JSON; `file` is for the message. Throws UserError. */
export function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file}: not JSON: ${messageOf(error)}`, { cause: error });
  }
}

/** Throws UserError. */
export function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file}: cannot be read; \`budgeteer start --keep FOLDER\` writes a world`, { cause: error });
  }
}

/** First beside the old one: a write that is cut short leaves the old one. Throws UserError. */
export function write(path: string, content: string | Uint8Array): void {
  onDisk(path, () => {
    writeFileSync(`${path}.new`, content);
    renameSync(`${path}.new`, path);
  });
}

/** Throws UserError. */
export function append(path: string, content: string): void {
  onDisk(path, () => {
    appendFileSync(path, content);
  });
}

function onDisk(path: string, work: () => void): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    work();
  } catch (error) {
    throw new UserError(`${path}: cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
