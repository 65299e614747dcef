import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserError } from '../userError.js';
import { encodingOf, foreignFormatOf, GZIP_MAGIC } from './fileHead.js';
import { STANDARD_INPUT, unreadable, type LogFile } from './logFiles.js';

type Bytes = AsyncGenerator<Buffer, void>;

const READ_SIZE = 64 * 1024;

/** Some tools gzip what Bedrock has gzipped already. */
const MAX_GZIPPED = 2;

/**
 * A log file's text in pieces, gunzipped and decoded as its first bytes say. `onBytes` gets the number of bytes read.
 * Throws UserError.
 */
export async function* readLogText(file: LogFile, onBytes: (bytes: number) => void): AsyncGenerator<string, void> {
  try {
    const bytes = unzipped(rawBytes(file, onBytes), MAX_GZIPPED);
    const head = await firstBytes(bytes);
    const format = foreignFormatOf(head);
    if (format !== undefined) throw new UserError(`${file.path}: cannot be read: ${format}`);
    const decoder = new TextDecoder(encodingOf(head));
    for await (const chunk of preceded(head, bytes)) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw unreadable(file.path, error);
  }
}

async function* rawBytes(file: LogFile, onBytes: (bytes: number) => void): Bytes {
  const isStandardInput = file.path === STANDARD_INPUT;
  const source: Readable = isStandardInput ? process.stdin : createReadStream(file.path, { highWaterMark: READ_SIZE });
  for await (const chunk of source as AsyncIterable<Buffer>) {
    onBytes(chunk.length);
    yield chunk;
  }
}

async function* unzipped(bytes: Bytes, times: number): Bytes {
  const head = await firstBytes(bytes);
  if (times === 0 || head.length < 2 || head.readUInt16BE(0) !== GZIP_MAGIC) {
    yield* preceded(head, bytes);
    return;
  }
  const gunzip = createGunzip({ chunkSize: READ_SIZE });
  pipeline(Readable.from(preceded(head, bytes)), gunzip, () => undefined);
  yield* unzipped(gunzip[Symbol.asyncIterator]() as Bytes, times - 1);
}

/** Enough bytes to recognize a file format. */
const HEAD_SIZE = 16;

/** A pipe may return a single byte at first. */
async function firstBytes(bytes: Bytes): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < HEAD_SIZE) {
    const next = await bytes.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* preceded(head: Buffer, rest: Bytes): Bytes {
  yield head;
  yield* rest;
}
