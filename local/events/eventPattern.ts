import { isObject } from '../../domain/json.js';

type Leaf = string | number | boolean | null;

/** Holds of a value that is there, or of there being none. */
type Condition = ((leaf: Leaf) => boolean) | 'absent';

type FieldTest =
  | { readonly path: string; readonly conditions: readonly Condition[] }
  | { readonly path: string; readonly fields: CompiledPattern };

/** By field: the conditions of which one must hold, or the fields inside it. */
export type CompiledPattern = ReadonlyMap<string, FieldTest>;

/**
 * Compiles an event pattern of EventBridge: nested fields, exact values, `prefix`, `anything-but` and `exists`. A TypeError
 * names the field and the operator of anything else, whether EventBridge takes it or not.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function compilePattern(pattern: unknown): CompiledPattern {
  return compileFields(pattern, '');
}

/** Whether an event, as JSON.parse returns it, matches. Of an array, one value is enough. */
export function matches(pattern: CompiledPattern, event: unknown): boolean {
  return isObject(event) && [...pattern].every(([key, test]) => holds(test, own(event, key)));
}

function compileFields(value: unknown, path: string): CompiledPattern {
  if (!isObject(value)) return refuse(path, 'not an object');
  const entries = Object.entries(value);
  if (entries.length === 0) return refuse(path, 'an empty object');
  return new Map(entries.map(([key, inner]) => [key, compileField(inner, path === '' ? key : `${path}.${key}`, key)]));
}

function compileField(value: unknown, path: string, key: string): FieldTest {
  // EventBridge reads `a.b` as `b` inside `a`.
  if (key === '$or' || key.includes('.')) return refuse(path, `no operator ${key}`);
  if (isObject(value)) return { path, fields: compileFields(value, path) };
  if (!Array.isArray(value)) return refuse(path, 'a value outside an array');
  if (value.length === 0) return refuse(path, 'an empty array');
  return { path, conditions: value.map((one: unknown) => compileCondition(one, path)) };
}

function compileCondition(value: unknown, path: string): Condition {
  if (isLeaf(value)) return (leaf) => leaf === value;
  const [[operator, operand] = ['', undefined], ...others] = isObject(value) ? Object.entries(value) : [];
  if (operator === '' || others.length > 0) return refuse(path, 'not one operator');
  switch (operator) {
    case 'prefix':
      if (typeof operand !== 'string') return refuse(path, `${operator} of no string`);
      return (leaf) => typeof leaf === 'string' && leaf.startsWith(operand);
    case 'anything-but':
      return anythingBut(operand, path);
    case 'exists':
      if (typeof operand !== 'boolean') return refuse(path, `${operator} of neither true nor false`);
      return operand ? () => true : 'absent';
    default:
      return refuse(path, `no operator ${operator}`);
  }
}

/** A string or a number, a list of the one or of the other, or a prefix. */
function anythingBut(operand: unknown, path: string): Condition {
  if (isObject(operand)) {
    const { prefix, ...others } = operand;
    if (typeof prefix !== 'string' || Object.keys(others).length > 0)
      return refuse(path, 'anything-but of what is not one prefix');
    return (leaf) => typeof leaf !== 'string' || !leaf.startsWith(prefix);
  }
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const types = new Set(values.map((value) => typeof value));
  const isOfOneType = types.size === 1 && (types.has('string') || types.has('number'));
  if (!isOfOneType) return refuse(path, 'anything-but of what is neither strings nor numbers');
  return (leaf) => !values.includes(leaf);
}

function holds(test: FieldTest, value: unknown): boolean {
  if ('conditions' in test) return holdsOfLeaves(test.conditions, leavesOf(value));
  // EventBridge would look for one element with all the fields.
  if (Array.isArray(value)) return refuse(test.path, 'the event has an array, of which the fields are not simulated');
  return matches(test.fields, isObject(value) ? value : {});
}

function holdsOfLeaves(conditions: readonly Condition[], leaves: readonly Leaf[]): boolean {
  if (leaves.length === 0) return conditions.includes('absent');
  return leaves.some((leaf) => conditions.some((condition) => condition !== 'absent' && condition(leaf)));
}

/** A value or those of an array; objects and empty arrays have none. */
function leavesOf(value: unknown): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return isLeaf(value) ? [value] : [];
}

function isLeaf(value: unknown): value is Leaf {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function own(event: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(event, key) ? event[key] : undefined;
}

function refuse(path: string, reason: string): never {
  throw new TypeError(`event pattern${path === '' ? '' : ` at ${path}`}: ${reason}`);
}
