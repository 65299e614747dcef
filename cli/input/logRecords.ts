import { NO_ATTRIBUTION_RULES, type AttributionRules } from '../../domain/invocations/attribution.js';
import { parseInvocationRecord, parseLogMessage, type ParsedRecord } from '../../domain/invocations/invocationLog.js';
import type { InferenceProfiles } from '../../domain/invocations/modelReference.js';
import { CsvSplitter, isCsv } from './csvSplitter.js';
import { JsonSplitter } from './jsonSplitter.js';
import type { LogFile } from './logFiles.js';
import { readLogText } from './logText.js';
import type { Content } from './rowRecord.js';
import type { Splitter, TextPiece } from './splitter.js';
import { unwrapped } from './unwrapped.js';

/** One record of a log: its place and its content. */
export interface LogRecord {
  /** `FILE:LINE` */
  readonly location: string;
  /** As parsed, for reports; a string if it is not JSON. */
  readonly content: unknown;
  readonly parsed: ParsedRecord;
  /** Token counts for which its file has no column. */
  readonly missing?: readonly string[];
}

/** Enough of a file to tell a table from JSON. */
const HEAD_SIZE = 64 * 1024;

/** A log file's records in order, in batches, however the file wraps them. */
export async function* readLogRecords(
  file: LogFile,
  profiles: InferenceProfiles,
  onBytes: (bytes: number) => void,
  rules: AttributionRules = NO_ATTRIBUTION_RULES,
): AsyncGenerator<readonly LogRecord[], void> {
  let head = '';
  let splitter: Splitter | undefined;
  const recordsOf = (pieces: readonly TextPiece[]): readonly LogRecord[] =>
    pieces.flatMap((piece) => recordsIn(piece, file.path, (content) => parsed(content, profiles, rules)));
  for await (const text of readLogText(file, onBytes)) {
    if (splitter === undefined) {
      head += text;
      if (head.length < HEAD_SIZE) continue;
      splitter = splitterFor(head);
      yield recordsOf(splitter.push(head));
    } else {
      yield recordsOf(splitter.push(text));
    }
  }
  if (splitter === undefined) {
    splitter = splitterFor(head);
    yield recordsOf(splitter.push(head));
  }
  yield recordsOf(splitter.end());
}

function splitterFor(head: string): Splitter {
  return isCsv(head) ? new CsvSplitter() : new JsonSplitter();
}

function recordsIn(piece: TextPiece, path: string, parse: (content: unknown) => ParsedRecord): readonly LogRecord[] {
  const location = `${path}:${piece.line}`;
  return contentsOf(piece).map(({ content, problem, missing }) => ({
    location,
    content,
    parsed: problem === undefined ? parse(content) : { kind: 'invalid', reason: problem },
    ...(missing === undefined || missing.length === 0 ? {} : { missing }),
  }));
}

function contentsOf({ text, value, content, problem }: TextPiece): readonly Content[] {
  if (problem !== undefined) return [{ content: text, problem }];
  if (content !== undefined) return [content];
  if (value !== undefined) return unwrapped(value);
  try {
    return unwrapped(JSON.parse(text));
  } catch {
    return [{ content: text }];
  }
}

function parsed(content: unknown, profiles: InferenceProfiles, rules: AttributionRules): ParsedRecord {
  return typeof content === 'string'
    ? parseLogMessage(content, profiles, rules)
    : parseInvocationRecord(content, profiles, rules);
}
