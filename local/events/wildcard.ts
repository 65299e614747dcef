/** A character that stands for itself, or the star. */
type Token = string | typeof STAR;

const STAR = Symbol('*');

/**
 * Compiles a wildcard pattern: `*` stands for any characters or none, `\*` and `\\` for themselves; undefined for two `*`
 * in a row and for any other use of `\`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html, “Matching using wildcards”
 */
export function compileWildcard(pattern: string): ((text: string) => boolean) | undefined {
  const tokens = tokensOf(pattern);
  if (tokens === undefined) return undefined;
  const [first = '', ...others] = literals(tokens);
  const last = others.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    return inOrder(text.slice(first.length, text.length - last.length), others);
  };
}

/** Whether the parts follow each other in a text; taking each where it first occurs leaves the most to the rest. */
function inOrder(text: string, parts: readonly string[]): boolean {
  let from = 0;
  for (const part of parts) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return true;
}

function tokensOf(pattern: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '*' && tokens.at(-1) === STAR) return undefined;
    if (character === '\\' && !'*\\'.includes(pattern.charAt(at + 1) || ' ')) return undefined;
    tokens.push(character === '*' ? STAR : character === '\\' ? pattern.charAt(++at) : character);
  }
  return tokens;
}

/** What lies between the stars. */
function literals(tokens: readonly Token[]): readonly string[] {
  return tokens.reduce<string[]>(
    (parts, token) => (token === STAR ? [...parts, ''] : [...parts.slice(0, -1), (parts.at(-1) ?? '') + token]),
    [''],
  );
}
