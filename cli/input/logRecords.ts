import { gunzipSync } from 'node:zlib';
import { parseInvocationRecord, parseLogMessage, type ParsedRecord } from '../../domain/invocationLog.js';
import { isObject } from '../../domain/json.js';
import type { InferenceProfiles } from '../../domain/modelReference.js';
import { DocumentSplitter, type JsonText, type Splitter } from './jsonSplitter.js';
import { LineSplitter } from './lineSplitter.js';
import type { LogFile } from './logFiles.js';
import { readLogText } from './logText.js';

/** One record of a log, with where it stands and what it says. */
export interface LogRecord {
  /** `FILE:LINE` */
  readonly location: string;
  /** As read, for what only a report wants to know; a string where it is not JSON. */
  readonly content: unknown;
  readonly parsed: ParsedRecord;
}

/** How much of a file is looked at to tell one value a line from a document. */
const HEAD_SIZE = 1024 * 1024;

/** The records of a log file in the order they stand there, in batches, whatever the file wraps them in. */
export async function* readLogRecords(
  file: LogFile,
  profiles: InferenceProfiles,
  onBytes: (bytes: number) => void,
): AsyncGenerator<readonly LogRecord[], void> {
  let head = '';
  let splitter: Splitter | undefined;
  const recordsOf = (pieces: readonly JsonText[]): readonly LogRecord[] =>
    pieces.flatMap((piece) => recordsIn(piece, file.path, profiles));
  for await (const text of readLogText(file, onBytes)) {
    if (splitter === undefined && head.length + text.length < HEAD_SIZE) {
      head += text;
      continue;
    }
    splitter ??= splitterFor(head + text);
    yield recordsOf(splitter.push(head === '' ? text : head + text));
    head = '';
  }
  splitter ??= splitterFor(`${head}\n`);
  yield recordsOf([...splitter.push(head), ...splitter.end()]);
}

/** How many lines decide, where the first one does not. */
const LINES_ASKED = 100;

/**
 * One value a line if the first line is a whole value or cannot begin one; should the first line be broken, if most of
 * those after it are whole values.
 */
function splitterFor(head: string): Splitter {
  const lines = head
    .slice(0, head.lastIndexOf('\n') + 1)
    .split('\n')
    .map((line) => line.trim());
  const [first, ...others] = lines.filter((line) => line !== '').slice(0, LINES_ASKED);
  if (first === undefined) return new DocumentSplitter();
  if (!/^[[{]/.test(first) || isJson(first)) return new LineSplitter();
  const whole = others.filter(isJson).length;
  return whole * 2 > others.length ? new LineSplitter() : new DocumentSplitter();
}

function recordsIn({ text, line }: JsonText, path: string, profiles: InferenceProfiles): readonly LogRecord[] {
  const location = `${path}:${line}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [{ location, content: text, parsed: parseLogMessage(text, profiles) }];
  }
  return unwrapped(value).map((content) => ({
    location,
    content,
    parsed: typeof content === 'string' ? parseLogMessage(content, profiles) : parseInvocationRecord(content, profiles),
  }));
}

/** A Lambda event holds a payload, which holds events, which hold messages: nothing real is wrapped deeper. */
const DEEPEST_WRAPPING = 8;

/** The records inside what CloudWatch Logs and Firehose put around them. */
function unwrapped(value: unknown, depth = 0): readonly unknown[] {
  const isWrapper = depth < DEEPEST_WRAPPING;
  if (Array.isArray(value) && isWrapper) return value.flatMap((element) => unwrapped(element, depth + 1));
  if (!isObject(value) || !isWrapper) return [value];
  const events = value['logEvents'] ?? value['events'] ?? value['records'];
  if (Array.isArray(events)) return events.flatMap((event) => unwrapped(event, depth + 1));
  if (isObject(value['awslogs'])) return fromBase64(value['awslogs']['data'], value, depth);
  if (value['recordId'] !== undefined) return fromBase64(value['data'], value, depth);
  return typeof value['message'] === 'string' && value['modelId'] === undefined ? [value['message']] : [value];
}

/** A subscription payload: base64 of gzipped JSON. What is none stays as it is, to be reported. */
function fromBase64(data: unknown, wrapper: unknown, depth: number): readonly unknown[] {
  try {
    return unwrapped(JSON.parse(gunzipSync(Buffer.from(String(data), 'base64')).toString('utf8')), depth + 1);
  } catch {
    return [wrapper];
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
