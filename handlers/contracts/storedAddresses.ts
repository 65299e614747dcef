import { readPersonAddresses, type PersonAddress } from '../../domain/settings/personAddresses.js';

/** A parameter's name, `PATH/NUMBER`, and its text, the JSON of a list of entries. */
export type StoredAddresses = readonly [name: string, text: string];

/** What a standard parameter holds (Systems Manager User Guide, parameter tiers); in bytes, and all is ASCII. */
const MAX_CHARACTERS = 4096;

/** The texts of parameters that hold an address book, by their names right below its path. */
export function storedAddresses(entries: readonly PersonAddress[]): ReadonlyMap<string, string> {
  const texts: string[] = [];
  let part: PersonAddress[] = [];
  for (const entry of entries) {
    const longer = [...part, entry];
    const isFull = JSON.stringify(longer).length > MAX_CHARACTERS;
    if (isFull) texts.push(JSON.stringify(part));
    part = isFull ? [entry] : longer;
  }
  if (part.length > 0) texts.push(JSON.stringify(part));
  return new Map(texts.map((text, index) => [String(index), text]));
}

/** The address book that parameters hold, in its order. Throws TypeError, which quotes no address. */
export function addressesIn(stored: readonly StoredAddresses[]): readonly PersonAddress[] {
  const ordered = [...stored].sort(([left], [right]) => orderOf(left) - orderOf(right));
  return ordered.flatMap(([name, text]) => {
    const problems: string[] = [];
    const entries = readPersonAddresses(listIn(name, text), problems);
    if (problems.length > 0) throw new TypeError(`${name}: ${problems.length} of its entries cannot be read`);
    return entries;
  });
}

function orderOf(name: string): number {
  return Number(name.slice(name.lastIndexOf('/') + 1));
}

function listIn(name: string, text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new TypeError(`${name}: not a list of addresses`);
}
