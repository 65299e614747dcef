import { nearestName } from '../nearestName.js';

/** Zones that `Intl` knows and does not list. */
const UNLISTED = ['UTC', 'Etc/UTC', 'GMT'];

let listed: readonly string[] | undefined;

function names(): readonly string[] {
  return (listed ??= [...Intl.supportedValuesOf('timeZone'), ...UNLISTED]);
}

/**
 * Why a text is no IANA name of a time zone; undefined if it is one. Names are taken in the spelling of the tz database
 * alone: `Intl` takes any case, and offsets, of which an older one may know nothing. Former names are taken too.
 */
export function timeZoneProblem(text: string): string | undefined {
  const known = names();
  if (known.includes(text)) return undefined;
  const sameLetters = known.find((name) => name.toLowerCase() === text.toLowerCase());
  if (sameLetters === undefined && isFormerName(text)) return undefined;
  return `is not a time zone; the nearest is ${sameLetters ?? capitalised(text) ?? nearestName(text, known)}`;
}

function capitalised(text: string): string | undefined {
  const name = text.toLowerCase().replace(/(?:^|[/_])[a-z]/g, (letter) => letter.toUpperCase());
  return isFormerName(name) ? name : undefined;
}

/** A link of the tz database, such as `Asia/Kolkata`: `Intl` knows it, and each of its words begins with a capital. */
function isFormerName(text: string): boolean {
  if (!/^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
