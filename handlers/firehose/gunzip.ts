import { gunzipSync } from 'node:zlib';

export type Unzipped =
  { readonly kind: 'bytes'; readonly bytes: Buffer } | { readonly kind: 'undecodable'; readonly reason: string };

const GZIP_MAGIC = 0x1f8b;
const MEGABYTE = 1024 * 1024;

/** The end of what is no whole gzip may say any size. */
const MIN_CHUNK = 16 * 1024;
const MAX_CHUNK = 16 * MEGABYTE;

/** Gunzips what its first bytes say is gzip, members one after another included; anything else is as it was. */
export function gunzipped(bytes: Buffer, mostMegabytes: number): Unzipped {
  if (bytes.length < 2 || bytes.readUInt16BE(0) !== GZIP_MAGIC) return { kind: 'bytes', bytes };
  try {
    return {
      kind: 'bytes',
      bytes: gunzipSync(bytes, { maxOutputLength: mostMegabytes * MEGABYTE, chunkSize: sizeIn(bytes) }),
    };
  } catch (error) {
    return { kind: 'undecodable', reason: problemOf(error, mostMegabytes) };
  }
}

/** What the last four bytes of gzip say that its last member unzips to (RFC 1952), within bounds: one buffer, no copies. */
function sizeIn(bytes: Buffer): number {
  const told = bytes.length < 4 ? 0 : bytes.readUInt32LE(bytes.length - 4);
  return Math.min(Math.max(told + 1, MIN_CHUNK), MAX_CHUNK);
}

function problemOf(error: unknown, mostMegabytes: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_BUFFER_TOO_LARGE') return `gunzips to more than ${mostMegabytes} MB`;
  // zlib's own errors; all others are defects.
  if (typeof code === 'string' && code.startsWith('Z_')) return `not gzip: ${code}`;
  throw error;
}
