import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { STANDARD_INPUT, unreadable, type LogFile } from './logFiles.js';

type Bytes = AsyncGenerator<Buffer, void>;

const GZIP_MAGIC = 0x1f8b;
const READ_SIZE = 64 * 1024;

/** The text of a log file in pieces, gunzipped where its first bytes say so. `onBytes` counts what was read. */
export async function* readLogText(file: LogFile, onBytes: (bytes: number) => void): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  try {
    for await (const chunk of unzipped(rawBytes(file, onBytes))) yield decoder.decode(chunk, { stream: true });
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

async function* unzipped(bytes: Bytes): Bytes {
  const head = await firstTwoBytes(bytes);
  if (head.length < 2 || head.readUInt16BE(0) !== GZIP_MAGIC) {
    yield* preceded(head, bytes);
    return;
  }
  const gunzip = createGunzip({ chunkSize: READ_SIZE });
  pipeline(Readable.from(preceded(head, bytes)), gunzip, () => undefined);
  yield* gunzip as AsyncIterable<Buffer>;
}

/** A pipe may hand out its first byte alone. */
async function firstTwoBytes(bytes: Bytes): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < 2) {
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
