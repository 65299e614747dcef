export const GZIP_MAGIC = 0x1f8b;

/** First bytes in hexadecimal, and what the user should do. */
const FOREIGN_FORMATS: readonly (readonly [string, string])[] = [
  ['504b0304', 'it is a zip archive; unzip it first'],
  ['504b0506', 'it is an empty zip archive'],
  ['425a68', 'it is compressed by bzip2; decompress it first'],
  ['fd377a585a', 'it is compressed by xz; decompress it first'],
  ['28b52ffd', 'it is compressed by zstd; decompress it first'],
  ['377abcaf', 'it is a 7z archive; unpack it first'],
  ['50415231', 'it is a Parquet file; query it as JSON or CSV'],
  ['4f524301', 'it is an ORC file; query it as JSON or CSV'],
  ['25504446', 'it is a PDF'],
];

/** Why a file with these first bytes is no log; undefined if it may be one. */
export function foreignFormatOf(head: Buffer): string | undefined {
  const hexadecimal = head.toString('hex');
  return FOREIGN_FORMATS.find(([magic]) => hexadecimal.startsWith(magic))?.[1];
}

/**
 * PowerShell's `>` writes UTF-16. Without a byte order mark, two ASCII characters at the start of JSON tell the
 * encoding.
 */
export function encodingOf(head: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first = -1, second = -1] = head;
  if ((first === 0xff && second === 0xfe) || isWide(head, 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || isWide(head, 1)) return 'utf-16be';
  return 'utf-8';
}

/** Whether every second byte is zero, as when UTF-16 encodes ASCII. */
function isWide(head: Buffer, offset: 0 | 1): boolean {
  const bytes = [...head.subarray(0, head.length - (head.length % 2))];
  return bytes.length >= 2 && bytes.every((byte, index) => (index % 2 === offset) === (byte !== 0));
}
