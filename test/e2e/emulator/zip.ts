import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

const DEFLATED = 8;
/** 1980-01-01, the first day that a zip file knows. */
const FIRST_DAY = 0x21;

interface Entry {
  readonly local: Buffer;
  readonly central: Buffer;
}

/** The files of a folder as Lambda takes them. */
export function zipOf(folder: string): Buffer {
  const entries: Entry[] = [];
  let offset = 0;
  for (const name of readdirSync(folder).sort()) {
    const entry = entryOf(name, readFileSync(join(folder, name)), offset);
    entries.push(entry);
    offset += entry.local.length;
  }
  const directory = Buffer.concat(entries.map(({ central }) => central));
  return Buffer.concat([
    ...entries.map(({ local }) => local),
    directory,
    end(entries.length, directory.length, offset),
  ]);
}

function entryOf(name: string, content: Buffer, offset: number): Entry {
  const data = deflateRawSync(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(DEFLATED, 4);
  common.writeUInt16LE(FIRST_DAY, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(Buffer.byteLength(name), 22);
  const rest = Buffer.alloc(14);
  // Readable by everybody, in the upper half of the external attributes.
  rest.writeUInt32LE((0o100644 << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  const file = Buffer.from(name);
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04'), common, file, data]),
    central: Buffer.concat([Buffer.from('PK\x01\x02\x14\x03'), common, rest, file]),
  };
}

function end(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.write('PK\x05\x06', 'latin1');
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
