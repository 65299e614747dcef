import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../userError.js';

/** A file of log records, or `-` for standard input, whose size is unknown. */
export interface LogFile {
  readonly path: string;
  readonly bytes: number | undefined;
}

export const STANDARD_INPUT = '-';

/**
 * Files beside the records that are none: large bodies and the permission probe of the S3 destination, and hidden
 * files.
 */
const NOT_RECORDS = /_(?:input|output)\.json\.gz$|^amazon-bedrock-logs-permission-check$|^\./;

/**
 * All files behind the paths, in order of name; of a folder, everything below it. Follows links to files but not to
 * folders, which may form a cycle. Throws UserError.
 */
export function findLogFiles(paths: readonly string[]): readonly LogFile[] {
  return paths.flatMap((path) => {
    if (path === STANDARD_INPUT) return [{ path, bytes: undefined }];
    refuseUrl(path);
    try {
      return filesAt(path);
    } catch (error) {
      throw unreadable(path, error);
    }
  });
}

/** The command downloads nothing: that needs credentials and may cost money. */
function refuseUrl(path: string): void {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(path)?.[1]?.toLowerCase();
  if (scheme === undefined) return;
  const how =
    scheme === 's3'
      ? `copy it first: aws s3 cp --recursive ${path} FOLDER`
      : 'the command reads files and folders; download it first';
  throw new UserError(`${path}: cannot be read: ${how}`);
}

/** One line with the reason that the operating system or zlib gives. */
export function unreadable(path: string, cause: unknown): UserError {
  if (cause instanceof UserError) return cause;
  const reason = cause instanceof Error ? cause.message.replace(/, \w+( '.*')?$/s, '') : String(cause);
  return new UserError(`${path}: cannot be read: ${reason}`, { cause });
}

function filesAt(path: string): readonly LogFile[] {
  const stats = statSync(path);
  if (!stats.isDirectory()) return [{ path, bytes: stats.size }];
  const files = filesBelow(path);
  if (files.length === 0) throw new UserError(`${path}: no log files in this folder`);
  return files;
}

function filesBelow(folder: string): readonly LogFile[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((left, right) => (left.name < right.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (NOT_RECORDS.test(entry.name)) return [];
    if (entry.isDirectory()) return filesBelow(path);
    const stats = statSync(path);
    return stats.isFile() ? [{ path, bytes: stats.size }] : [];
  });
}
