import { eventPrefixLength, MAX_PREFIX } from './eventPrefix.js';
import type { TextWindow } from './textWindow.js';

/** Skips to the next object; false if there is none yet. */
export function seekObject(window: TextWindow, isEnd: boolean): boolean {
  const object = window.text.indexOf('{', window.at);
  for (;;) {
    const lineEnd = window.text.indexOf('\n', window.at);
    if (lineEnd < 0 || (object >= 0 && lineEnd > object)) break;
    window.at = lineEnd;
    window.newLine();
    window.at += 1;
  }
  if (object >= 0) {
    passOver(window, object);
    return true;
  }
  // A time may stand before the object.
  if (isEnd || window.text.length - window.at > MAX_PREFIX) {
    window.visible(false);
    window.at = window.text.length;
  }
  return false;
}

function passOver(window: TextWindow, object: number): void {
  const between = window.text.slice(window.at, object);
  const prefix = window.isLineBlank ? eventPrefixLength(`${between}{`) : 0;
  if (prefix > 0) {
    window.skipPrefix(prefix);
  } else if (between.trim() !== '') {
    window.at += between.length - between.trimStart().length;
    window.visible(/^[\s}\],]*$/.test(between));
    // A closing bracket without a comma after it ends a value, so another one begins here.
    if (between.trimEnd().endsWith('}')) window.beginsAnew();
  }
  window.at = object;
}
