import { isObject, type JsonObject } from '../../domain/json.js';
import { type Condition, compileCondition, type Leaf, refusal } from './condition.js';
import { fieldsOf, joined, type Membership, NO_ARRAY, type EventField } from './eventFields.js';

/** What an event must have at one path: any one of the conditions. */
interface FieldTest {
  readonly path: string;
  readonly conditions: readonly Condition[];
}

/** All of them must hold of the same elements of arrays. */
type Branch = readonly FieldTest[];

/** One branch for each choice among the alternatives of every `$or`. */
export interface CompiledPattern {
  readonly branches: readonly Branch[];
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html, “OR matching”. */
const MAX_BRANCHES = 1000;

/** Field names that EventBridge reserves inside `$or`, those of operators to come included (github.com/aws/event-ruler). */
const RESERVED = new Set(
  (
    'exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex not-wildcard ' +
    'not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range ' +
    'ip-address-in-range ip-address-not-in-range'
  ).split(' '),
);

/**
 * Compiles an event pattern of EventBridge, as an object. A TypeError names the path of what EventBridge refuses, and of
 * whatever is not known here, so that nothing is ignored.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function compilePattern(pattern: unknown): CompiledPattern {
  if (!isObject(pattern)) throw refusal('', 'a pattern is an object');
  const branches = branchesOf(pattern, { path: '', inOr: false });
  return { branches: branches.map((branch) => branch.toSorted((a, b) => (a.path < b.path ? -1 : 1))) };
}

/**
 * Whether an event, as JSON.parse returns it, matches. Fields are tried in the order of their paths, as EventBridge does:
 * `exists: false` looks at the elements of arrays that the fields before it have settled on, and else at all of them.
 */
export function matches(compiled: CompiledPattern, event: unknown): boolean {
  if (!isObject(event)) return false;
  const fields = fieldsOf(event);
  return compiled.branches.some((branch) => holds(branch, fields, NO_ARRAY));
}

function holds(
  [test, ...others]: Branch,
  fields: ReadonlyMap<string, readonly EventField[]>,
  settled: Membership,
): boolean {
  if (test === undefined) return true;
  const present = (fields.get(test.path) ?? []).flatMap(({ leaf, membership }) => {
    const both = joined(settled, membership);
    return both === undefined ? [] : [{ leaf, membership: both }];
  });
  if (present.length === 0) return test.conditions.includes('absent') && holds(others, fields, settled);
  return present.some(({ leaf, membership }) => fits(test, leaf) && holds(others, fields, membership));
}

function fits({ conditions }: FieldTest, leaf: Leaf): boolean {
  return conditions.some((condition) => condition !== 'absent' && condition(leaf));
}

interface Place {
  readonly path: string;
  readonly inOr: boolean;
}

function branchesOf(pattern: JsonObject, place: Place): readonly Branch[] {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw refusal(place.path, 'an empty object');
  return entries
    .map(([key, value]) => (key === '$or' ? alternatives(value, place) : fieldBranches(key, value, place)))
    .reduce((branches, more) => product(branches, more, place.path));
}

function alternatives(value: unknown, { path }: Place): readonly Branch[] {
  const at = below(path, '$or');
  if (!Array.isArray(value) || value.length < 2) throw refusal(at, 'an array of two objects at least');
  return value.flatMap((one: unknown) => {
    if (!isObject(one)) throw refusal(at, 'an array of objects only');
    return branchesOf(one, { path, inOr: true });
  });
}

function fieldBranches(key: string, value: unknown, { path, inOr }: Place): readonly Branch[] {
  const at = below(path, key);
  if (inOr && RESERVED.has(key)) throw refusal(at, 'a name that is reserved inside $or');
  if (isObject(value)) return branchesOf(value, { path: at, inOr });
  if (!Array.isArray(value)) throw refusal(at, 'a value must be in an array');
  if (value.length === 0) throw refusal(at, 'an empty array');
  return [[{ path: at, conditions: value.map((one: unknown) => compileCondition(one, at)) }]];
}

/** Every branch of the one with every branch of the other. Two demands on one path have no meaning that AWS documents. */
function product(some: readonly Branch[], others: readonly Branch[], path: string): readonly Branch[] {
  if (some.length * others.length > MAX_BRANCHES) throw refusal(path, `more than ${MAX_BRANCHES} combinations of $or`);
  return some.flatMap((one) =>
    others.map((other) => {
      const twice = other.find((test) => one.some((earlier) => earlier.path === test.path));
      if (twice !== undefined) throw refusal(twice.path, 'given twice');
      return [...one, ...other];
    }),
  );
}

function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
