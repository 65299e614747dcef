import { isObject } from '../../domain/json.js';
import { onlyEntry, refuse, textOf, type TextTest } from './operands.js';
import { compileWildcard } from './wildcard.js';

export function startsWith(prefix: string): TextTest {
  return (text) => text.startsWith(prefix);
}

export function endsWith(suffix: string): TextTest {
  return (text) => text.endsWith(suffix);
}

export function equalsIgnoringCase(wanted: string): TextTest {
  const lower = wanted.toLowerCase();
  return (text) => text.toLowerCase() === lower;
}

export function fitsWildcard(pattern: string, path: string): TextTest {
  return compileWildcard(pattern) ?? refuse(path, 'two * in a row, or a \\ before neither * nor \\');
}

/** A test of an operand as it is, or of one in `equals-ignore-case`, as prefix and suffix take it. */
export function inAnyCase(operand: unknown, path: string, testOf: (text: string) => TextTest): TextTest {
  if (!isObject(operand)) return testOf(textOf(operand, path));
  const [operator, inner] = onlyEntry(operand, path);
  if (operator !== 'equals-ignore-case') refuse(path, `not of ${operator}`);
  const test = testOf(textOf(inner, path).toLowerCase());
  return (text) => test(text.toLowerCase());
}
