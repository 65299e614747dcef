import { isObject } from '../../domain/json.js';
import type { LogFile } from './logFiles.js';
import type { LogRecord } from './logRecords.js';

const WHAT_IS_READ =
  'this command reads model invocation logs as JSON lines, arrays or records over lines, CloudWatch Logs exports, ' +
  '`aws logs tail`, and Logs Insights or Athena results as JSON or CSV; see README.md';

interface FileReading {
  hasRecords: boolean;
  /** Token counts that no row of it tells. */
  missing: readonly string[] | undefined;
}

/** Watches what is read of which file, to complain of files that hold no records at all. */
export class Reading {
  readonly #files = new Map<string, FileReading>();
  #prefix = '\0';
  #current: FileReading = { hasRecords: false, missing: undefined };

  add(record: LogRecord): void {
    if (!record.location.startsWith(this.#prefix)) this.#begin(record.location);
    this.#current.hasRecords ||= isRecord(record);
    const { missing = [] } = record;
    this.#current.missing = this.#current.missing?.filter((count) => missing.includes(count)) ?? missing;
  }

  /** Whether there was nothing to read in all, or in a file that is not empty. */
  get hasFailed(): boolean {
    return this.#files.size === 0 || [...this.#files.values()].some(({ hasRecords }) => !hasRecords);
  }

  /** A line for each file that no record was found in, or whose rows lack token counts. */
  problems(files: readonly LogFile[]): readonly string[] {
    if (this.#files.size === 0) {
      const [first, ...others] = files.map(({ path }) => path);
      const more = others.length > 0 ? ` and ${others.length} more` : '';
      return [`${first ?? ''}${more}: no records in there; ${WHAT_IS_READ}`];
    }
    return [...this.#files].flatMap(([path, { hasRecords, missing = [] }]) => {
      if (!hasRecords) return [`${path}: nothing in it is a record; ${WHAT_IS_READ}`];
      return missing.length === 0
        ? []
        : [`${path}: no row tells ${missing.join(', ')}, so these tokens are not priced`];
    });
  }

  #begin(location: string): void {
    const path = location.slice(0, location.lastIndexOf(':'));
    this.#prefix = `${path}:`;
    this.#current = this.#files.get(path) ?? { hasRecords: false, missing: undefined };
    this.#files.set(path, this.#current);
  }
}

/** One that is invalid is a record too, if it has a record's fields. */
function isRecord({ parsed, content }: LogRecord): boolean {
  if (parsed.kind !== 'invalid') return true;
  return isObject(content) && ['schemaType', 'modelId', 'requestId'].some((key) => content[key] !== undefined);
}
