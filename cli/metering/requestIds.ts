import { createHash } from 'node:crypto';

/** Of a key and its value. */
const KEY_WORDS = 4;
const WORDS = KEY_WORDS + 1;
const MAX_FULL = 0.75;
/** An empty slot is all zeros, so the one UUID that looks the same is hashed. */
const EMPTY_SLOT = '00000000-0000-0000-0000-000000000000';
const UUID_LENGTH = 36;
const DASH = 45;

/**
 * Request ids with a number each, at 20 bytes a slot, so that the ids of millions of calls fit in memory: open addressing
 * over 128-bit keys, at most three quarters full. A UUID is its own key; other ids are hashed. A Map takes more
 * (`npm run bench -- command`), and more still where an id is a slice of the text of a CSV file, which it would keep in
 * memory.
 */
export class RequestIds {
  #slots = new Uint32Array(1024 * WORDS);
  #size = 0;
  readonly #key = new Uint32Array(KEY_WORDS);

  /** Where the id is from now on, until the next id is asked for. */
  slotOf(requestId: string): number {
    this.#readKey(requestId);
    if (this.#size * WORDS >= this.#slots.length * MAX_FULL) this.#grow();
    const at = find(this.#slots, this.#key);
    if (!isAt(this.#slots, at, this.#key)) {
      for (let word = 0; word < KEY_WORDS; word += 1) this.#slots[at + word] = this.#key[word] ?? NaN;
      this.#size += 1;
    }
    return at;
  }

  /** Undefined until it is set. */
  valueAt(slot: number): number | undefined {
    const stored = this.#slots[slot + KEY_WORDS] ?? 0;
    return stored === 0 ? undefined : stored - 1;
  }

  /** From 0 to 2^32 - 2. */
  setValueAt(slot: number, value: number): void {
    this.#slots[slot + KEY_WORDS] = value + 1;
  }

  #readKey(requestId: string): void {
    if (requestId !== EMPTY_SLOT && readUuid(requestId, this.#key)) return;
    readUuid(uuidLike(createHash('sha256').update(requestId).digest('hex')), this.#key);
  }

  #grow(): void {
    const larger = new Uint32Array(this.#slots.length * 2);
    for (let at = 0; at < this.#slots.length; at += WORDS) {
      if (isAt(this.#slots, at, EMPTY)) continue;
      const slot = this.#slots.subarray(at, at + WORDS);
      larger.set(slot, find(larger, slot));
    }
    this.#slots = larger;
  }
}

const EMPTY = [0, 0, 0, 0];

/** The words of a UUID in lower case; false for any other text. */
function readUuid(text: string, words: Uint32Array): boolean {
  if (text.length !== UUID_LENGTH) return false;
  let digits = 0;
  let word = 0;
  for (let at = 0; at < UUID_LENGTH; at += 1) {
    const code = text.charCodeAt(at);
    if (at === 8 || at === 13 || at === 18 || at === 23) {
      if (code !== DASH) return false;
      continue;
    }
    const digit = hexDigit(code);
    if (digit < 0) return false;
    word = (word << 4) | digit;
    digits += 1;
    if (digits % 8 === 0) words[digits / 8 - 1] = word;
  }
  return true;
}

/** Of `0` to `9` and `a` to `f`; otherwise -1. */
function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}

function uuidLike(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** Where a key is, or the empty slot where it belongs. */
function find(slots: Uint32Array, key: Uint32Array): number {
  const mask = slots.length / WORDS - 1;
  for (let slot = hash(key) & mask; ; slot = (slot + 1) & mask) {
    const at = slot * WORDS;
    if (isAt(slots, at, EMPTY) || isAt(slots, at, key)) return at;
  }
}

function isAt(slots: Uint32Array, at: number, key: ArrayLike<number>): boolean {
  return slots[at] === key[0] && slots[at + 1] === key[1] && slots[at + 2] === key[2] && slots[at + 3] === key[3];
}

/** Ids are not always random: mix all words, so that counters do not cluster. */
function hash(key: Uint32Array): number {
  let mixed = 0;
  for (let at = 0; at < KEY_WORDS; at += 1) mixed = Math.imul(mixed ^ (key[at] ?? 0), 0x9e3779b1) ^ (mixed >>> 15);
  return mixed >>> 0;
}
