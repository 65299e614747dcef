import { isObject } from '../../domain/json.js';
import { compileCidr } from './cidr.js';
import { compileNumeric, isComparable } from './numericRange.js';
import { isLeaf, type Leaf, onlyEntry, refuse, textOf, type TextTest } from './operands.js';
import { endsWith, equalsIgnoringCase, fitsWildcard, inAnyCase, startsWith } from './textTests.js';

/** Holds of a leaf that is there, or of there being none. */
export type Condition = ((leaf: Leaf) => boolean) | 'absent';

type Compile = (operand: unknown, path: string) => Condition;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const OPERATORS: ReadonlyMap<string, Compile> = new Map<string, Compile>([
  ['prefix', (operand, path) => ofText(inAnyCase(operand, path, startsWith))],
  ['suffix', (operand, path) => ofText(inAnyCase(operand, path, endsWith))],
  ['equals-ignore-case', (operand, path) => ofText(equalsIgnoringCase(textOf(operand, path)))],
  ['wildcard', (operand, path) => ofText(fitsWildcard(textOf(operand, path), path))],
  ['anything-but', anythingBut],
  ['numeric', numeric],
  ['cidr', (operand, path) => ofText(compileCidr(textOf(operand, path)) ?? refuse(path, 'no block of IP addresses'))],
  ['exists', exists],
]);

/** What `anything-but` takes besides values. */
const EXCLUDED: ReadonlyMap<string, (operand: string, path: string) => TextTest> = new Map([
  ['prefix', (operand: string, path: string) => startsWith(filled(operand, path))],
  ['suffix', (operand: string, path: string) => endsWith(filled(operand, path))],
  ['equals-ignore-case', equalsIgnoringCase],
  ['wildcard', fitsWildcard],
]);

/** Compiles one element of the array at a path of a pattern; a TypeError names the path. Numbers are equal by value. */
export function compileCondition(element: unknown, path: string): Condition {
  if (isLeaf(element)) return (leaf) => leaf === element;
  const [operator, operand] = onlyEntry(element, path);
  const compile = OPERATORS.get(operator) ?? refuse(path, `no operator ${operator}`);
  return compile(operand, `${path}.${operator}`);
}

function exists(operand: unknown, path: string): Condition {
  if (typeof operand !== 'boolean') return refuse(path, 'not true or false');
  return operand ? () => true : 'absent';
}

function numeric(operand: unknown, path: string): Condition {
  const holds = compileNumeric(operand) ?? refuse(path, 'no range of numbers within ±5e9, with six decimals at most');
  return (leaf) => typeof leaf === 'number' && holds(leaf);
}

/** Everything else that is there, of whatever type; of an array, one such element is enough. */
function anythingBut(operand: unknown, path: string): Condition {
  if (isObject(operand)) return anythingButText(operand, path);
  const values: readonly unknown[] = listOf(operand);
  const strings = values.every((value) => typeof value === 'string');
  const numbers = values.every((value) => typeof value === 'number' && isComparable(value));
  if (values.length === 0 || (!strings && !numbers)) refuse(path, 'not strings alone, nor numbers alone');
  return (leaf) => !values.includes(leaf);
}

function anythingButText(operand: unknown, path: string): Condition {
  const [operator, inner] = onlyEntry(operand, path);
  const compile = EXCLUDED.get(operator) ?? refuse(path, `not of ${operator}`);
  const tests = listOf(inner).map((one) => compile(textOf(one, path), path));
  if (tests.length === 0) refuse(path, 'an empty array');
  return (leaf) => typeof leaf !== 'string' || !tests.some((test) => test(leaf));
}

function ofText(test: TextTest): Condition {
  return (leaf) => typeof leaf === 'string' && test(leaf);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function filled(value: string, path: string): string {
  return value === '' ? refuse(path, 'an empty string') : value;
}
