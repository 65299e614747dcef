const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/**
 * The texts of JSON objects that stand one after another, with or without line feeds between them; text that is none of
 * them comes as a piece that no parser takes.
 */
export function* jsonObjectsIn(text: string): Generator<string, void> {
  let depth = 0;
  let start = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) isInString = true;
    else if (code === OPEN) depth += 1;
    else if (code === CLOSE) {
      depth -= 1;
      if (depth !== 0) continue;
      yield text.slice(start, at + 1);
      start = at + 1;
    }
  }
  const rest = text.slice(start);
  if (rest.trim() !== '') yield rest;
}
