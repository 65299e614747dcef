import { isObject } from '../../domain/json.js';
import type { LogFile } from './logFiles.js';
import type { LogRecord } from './logRecords.js';

const WHAT_IS_READ =
  'this command reads model invocation logs as JSON lines, arrays or records over lines, CloudWatch Logs exports, ' +
  '`aws logs tail`, and Logs Insights or Athena results as JSON or CSV; see docs/reading-logs.md';

interface FileReading {
  hasRecords: boolean;
  /** Token counts that none of its rows has. */
  missing: readonly string[] | undefined;
}

/** Notes what is read from which file, to report files without records. */
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

  /** Whether there were no records at all, or none in a file that is not empty. */
  get hasFailed(): boolean {
    return this.#files.size === 0 || [...this.#files.values()].some(({ hasRecords }) => !hasRecords);
  }

  /** One line for each file without records, or whose rows lack token counts. */
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

/** An invalid record counts as a record if it has a record's fields. */
function isRecord({ parsed, content }: LogRecord): boolean {
  if (parsed.kind !== 'invalid') return true;
  return isObject(content) && ['schemaType', 'modelId', 'requestId'].some((key) => content[key] !== undefined);
}
