import { isObject } from '../../domain/json.js';
import { compileCidr } from './cidr.js';
import { compileNumeric, isComparable } from './numericRange.js';
import { compileWildcard } from './wildcard.js';

export type Leaf = string | number | boolean | null;

/** Holds of a leaf that is there, or of there being none. */
export type Condition = ((leaf: Leaf) => boolean) | 'absent';

type TextTest = (text: string) => boolean;
type Compile = (operand: unknown, path: string) => Condition;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const OPERATORS: ReadonlyMap<string, Compile> = new Map<string, Compile>([
  ['prefix', (operand, path) => ofText(caseless(operand, path, startsWith))],
  ['suffix', (operand, path) => ofText(caseless(operand, path, endsWith))],
  ['equals-ignore-case', (operand, path) => ofText(equalsIgnoringCase(text(operand, path)))],
  ['wildcard', (operand, path) => ofText(wildcard(text(operand, path), path))],
  ['anything-but', anythingBut],
  ['numeric', (operand, path) => numeric(operand, path)],
  ['cidr', (operand, path) => ofText(compileCidr(text(operand, path)) ?? fail(path, 'no block of IP addresses'))],
  ['exists', exists],
]);

/** What `anything-but` takes in place of values; the rest it does not. */
const EXCLUDED: ReadonlyMap<string, (operand: string, path: string) => TextTest> = new Map([
  ['prefix', (operand: string, path: string) => startsWith(filled(operand, path))],
  ['suffix', (operand: string, path: string) => endsWith(filled(operand, path))],
  ['equals-ignore-case', equalsIgnoringCase],
  ['wildcard', wildcard],
]);

/** Compiles one element of the array at a path of a pattern; a TypeError names the path. */
export function compileCondition(element: unknown, path: string): Condition {
  if (isLeaf(element)) return (leaf) => leaf === element;
  const [operator, operand] = only(element, path);
  const compile = OPERATORS.get(operator) ?? fail(path, `no operator ${operator}`);
  return compile(operand, `${path}.${operator}`);
}

export function isLeaf(value: unknown): value is Leaf {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

export function refusal(path: string, reason: string): TypeError {
  return new TypeError(`event pattern${path === '' ? '' : ` at ${path}`}: ${reason}`);
}

function exists(operand: unknown, path: string): Condition {
  if (typeof operand !== 'boolean') throw refusal(path, 'true or false');
  return operand ? () => true : 'absent';
}

function numeric(operand: unknown, path: string): Condition {
  const holds =
    compileNumeric(operand) ?? fail(path, 'no comparison, or two, of numbers within ±5e9 with six decimals');
  return (leaf) => typeof leaf === 'number' && holds(leaf);
}

/** Everything else that is there, of whatever type. */
function anythingBut(operand: unknown, path: string): Condition {
  if (!isObject(operand)) {
    const values = valuesOf(operand, path);
    return (leaf) => !values.includes(leaf);
  }
  const [operator, inner] = only(operand, path);
  const compile = EXCLUDED.get(operator) ?? fail(path, `not of ${operator}`);
  const list: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
  if (list.length === 0) throw refusal(path, 'an empty array');
  const tests = list.map((one) => compile(text(one, path), path));
  return (leaf) => typeof leaf !== 'string' || !tests.some((test) => test(leaf));
}

function valuesOf(operand: unknown, path: string): readonly Leaf[] {
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const texts = values.filter((value) => typeof value === 'string');
  const numbers = values.filter((value) => typeof value === 'number' && isComparable(value));
  const found = texts.length > 0 ? texts : numbers;
  if (found.length === 0 || found.length < values.length) throw refusal(path, 'strings only or numbers only');
  return found as readonly Leaf[];
}

function ofText(test: TextTest): Condition {
  return (leaf) => typeof leaf === 'string' && test(leaf);
}

/** An operand as it is, or one to be compared without regard to case. */
function caseless(operand: unknown, path: string, of: (text: string) => TextTest): TextTest {
  if (!isObject(operand)) return of(text(operand, path));
  const [operator, inner] = only(operand, path);
  if (operator !== 'equals-ignore-case') throw refusal(path, `not of ${operator}`);
  const test = of(text(inner, path).toLowerCase());
  return (found) => test(found.toLowerCase());
}

function equalsIgnoringCase(wanted: string): TextTest {
  const lower = wanted.toLowerCase();
  return (found) => found.toLowerCase() === lower;
}

function wildcard(pattern: string, path: string): TextTest {
  return compileWildcard(pattern) ?? fail(path, 'two * in a row, or a \\ before neither * nor \\');
}

function startsWith(prefix: string): TextTest {
  return (found) => found.startsWith(prefix);
}

function endsWith(suffix: string): TextTest {
  return (found) => found.endsWith(suffix);
}

function only(value: unknown, path: string): readonly [string, unknown] {
  const [entry, ...others] = isObject(value) ? Object.entries(value) : [];
  if (entry === undefined || others.length > 0) throw refusal(path, 'a value or one operator');
  return entry;
}

function text(value: unknown, path: string): string {
  return typeof value === 'string' ? value : fail(path, 'a string');
}

function filled(value: string, path: string): string {
  return value === '' ? fail(path, 'an empty string') : value;
}

function fail(path: string, reason: string): never {
  throw refusal(path, reason);
}
