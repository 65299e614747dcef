interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/**
 * Compiles a block of IP addresses, version 4 or 6, to a test of texts; undefined for what is none. A single address, with
 * a mask of all bits, is none: the published source of EventBridge's matcher wants fewer.
 * https://github.com/aws/event-ruler, CIDR.java
 */
export function compileCidr(block: string): ((text: string) => boolean) | undefined {
  const [, written = '', mask = ''] = /^([^/]+)\/(\d{1,3})$/.exec(block) ?? [];
  const first = parseAddress(written);
  if (first === undefined || Number(mask) >= first.bits) return undefined;
  const free = BigInt(first.bits - Number(mask));
  return (text) => {
    const found = parseAddress(text);
    return found?.bits === first.bits && found.value >> free === first.value >> free;
  };
}

function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseVersion6(text) : parseVersion4(text);
}

function parseVersion4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return { bits: 32, value: join(parts.map(BigInt), 8n) };
}

/** Eight groups of hexadecimal digits, `::` once for zeros; no dotted version 4 at the end. */
function parseVersion6(text: string): Address | undefined {
  const [head = '', tail, ...others] = text.split('::');
  if (others.length > 0) return undefined;
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return {
    bits: 128,
    value: join(
      all.map((group) => BigInt(`0x${group}`)),
      16n,
    ),
  };
}

function groups(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}

function join(parts: readonly bigint[], bitsOfOne: bigint): bigint {
  return parts.reduce((value, part) => (value << bitsOfOne) | part, 0n);
}
