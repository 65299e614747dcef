import { isObject, stringAt } from '../../domain/json.js';
import { gunzipped } from './gunzip.js';

/** A line of an object below `processing-failed/`; lines count from 1, and line 0 is the object itself. */
export type FailedLine =
  /** `rawData` is the record as Firehose had it from its source, base64. */
  | { readonly kind: 'record'; readonly line: number; readonly rawData: string }
  | { readonly kind: 'invalid'; readonly line: number; readonly reason: string };

/** Firehose buffers at most 128 MB before it writes; base64 and the envelope add a third and a little. */
const MAX_MEGABYTES = 256;

const LINE_FEED = 0x0a;

/**
 * Reads what Firehose writes after its last retry (Firehose Developer Guide, "Data transformation failure handling"):
 * JSON lines, gzipped or not. One line is text at a time.
 */
export function* readFailedBatch(content: Uint8Array): Generator<FailedLine, void> {
  const unzipped = gunzipped(Buffer.from(content.buffer, content.byteOffset, content.byteLength), MAX_MEGABYTES);
  if (unzipped.kind === 'undecodable') {
    yield { kind: 'invalid', line: 0, reason: unzipped.reason };
    return;
  }
  let line = 0;
  for (const text of linesOf(unzipped.bytes)) {
    line += 1;
    if (text.trim() !== '') yield readLine(text, line);
  }
}

function* linesOf(bytes: Buffer): Generator<string, void> {
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found === -1 ? bytes.length : found;
    yield bytes.toString('utf8', start, end);
    start = end + 1;
  }
}

function readLine(text: string, line: number): FailedLine {
  let entry: unknown;
  try {
    entry = JSON.parse(text);
  } catch {
    return { kind: 'invalid', line, reason: 'not JSON' };
  }
  if (!isObject(entry)) return { kind: 'invalid', line, reason: 'not a JSON object' };
  const rawData = stringAt(entry, 'rawData');
  if (rawData === undefined) return { kind: 'invalid', line, reason: 'rawData: not text, or empty' };
  return { kind: 'record', line, rawData };
}
