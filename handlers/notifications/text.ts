import { displayTime } from '../../domain/display.js';
import { parseInstant } from '../../domain/instant.js';

/** Control and format characters, line ends and unpaired surrogates: what could break a line, or show it as another. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** One printable line of at most so many characters, that says at its end where it was cut. */
export function line(text: string, most: number): string {
  return cut(text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim(), most);
}

/** In UTF-16 units, as the channels count; a character of two is never cut in half. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '');
  return `${kept}…`;
}

/** Cut in the middle, so that names that begin alike stay apart. */
export function cutInside(text: string, most: number, mark = '…'): string {
  if (text.length <= most) return text;
  const kept = Math.max(0, most - mark.length);
  const head = text.slice(0, Math.ceil(kept / 2)).replace(/[\ud800-\udbff]$/, '');
  const tail = text.slice(text.length - Math.floor(kept / 2)).replace(/^[\udc00-\udfff]/, '');
  return `${head}${mark}${tail}`;
}

/** No word is made shorter than this, and none that is shorter is touched. */
const MIN_WORD_CHARACTERS = 12;

/**
 * A sentence of at most so many characters: its longest words, which are names, give way, so that its verb stays. The
 * stack's name in brackets gives way last.
 */
export function fitted(text: string, most: number, mark = '…'): string {
  const words = text.split(' ');
  for (let excess = text.length - most; excess > 0; excess = words.join(' ').length - most) {
    const isLong = (word: string): boolean => word.length > MIN_WORD_CHARACTERS;
    const names = words.filter((word) => isLong(word) && !word.startsWith('['));
    const longest = (names.length > 0 ? names : words.filter(isLong)).sort((one, two) => two.length - one.length)[0];
    if (longest === undefined) break;
    const { length } = longest;
    const index = words.indexOf(longest);
    words[index] = cutInside(longest, Math.max(MIN_WORD_CHARACTERS, length - excess), mark);
  }
  return words.join(' ');
}

/** In ASCII characters, by `fitted`; what does not fit even so is cut at the end. */
export function asciiFitted(text: string, most: number): string {
  return asciiCut(fitted(ascii(text), most, '...'), most);
}

/** Cut to ASCII characters. */
function asciiCut(text: string, most: number): string {
  const plain = ascii(text);
  return plain.length <= most ? plain : `${plain.slice(0, most - 3)}...`;
}

/** ASCII alone, for subjects and short messages; what has no such form becomes a question mark. */
function ascii(text: string): string {
  return text
    .replace(/…/g, '...')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '?');
}

/** `2026-11-04 00:00 UTC`; what is no instant stays as it is. */
export function timeOf(iso: string): string {
  const instant = parseInstant(iso);
  return instant === undefined ? line(iso, 40) : displayTime(instant);
}
