import { isObject, type JsonObject } from '../../domain/json.js';
import { refuse } from './operands.js';

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const MAX_KEYS = 5;
const MAX_COMBINATIONS = 150;
const MAX_NUMBER = 1e9;
const MAX_DECIMALS = 5;

/** Fewer than EventBridge has. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
const OPERATORS = new Set(['prefix', 'suffix', 'equals-ignore-case', 'anything-but', 'numeric', 'cidr', 'exists']);

/** Throws a TypeError where SNS refuses a policy that EventBridge would take for a pattern. */
export function checkFilterPolicy(policy: unknown, scope: 'MessageAttributes' | 'MessageBody'): void {
  if (!isObject(policy)) return refuse('', 'not an object');
  if (Object.keys(policy).length > MAX_KEYS) refuse('', `more than ${MAX_KEYS} keys`);
  checkFields(policy, { path: '', nested: scope === 'MessageBody' });
  if (combinations(policy, 1) > MAX_COMBINATIONS) refuse('', `more than ${MAX_COMBINATIONS} combinations of values`);
}

interface Place {
  readonly path: string;
  readonly nested: boolean;
}

function checkFields(policy: JsonObject, { path, nested }: Place): void {
  for (const [key, value] of Object.entries(policy)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (isObject(value)) {
      if (!nested) refuse(at, 'attributes have no fields');
      checkFields(value, { path: at, nested });
    }
    for (const one of Array.isArray(value) ? (value as readonly unknown[]) : []) {
      if (key === '$or' && isObject(one)) checkFields(one, { path, nested });
      else checkCondition(one, at);
    }
  }
}

function checkCondition(condition: unknown, path: string): void {
  for (const number of numbersIn(condition)) {
    if (Math.abs(number) > MAX_NUMBER || Number(number.toFixed(MAX_DECIMALS)) !== number) {
      refuse(path, `${number}: not within ±1e9, or more than ${MAX_DECIMALS} decimals`);
    }
  }
  if (!isObject(condition)) return;
  for (const [operator, operand] of Object.entries(condition)) {
    if (!OPERATORS.has(operator)) refuse(path, `no operator ${operator}`);
    const inner = isObject(operand) ? operand : undefined;
    if (inner === undefined) continue;
    const taken = operator === 'anything-but' && typeof inner['prefix'] === 'string';
    if (!taken) refuse(path, `${operator}: not of another operator`);
  }
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

/** The product of the lengths of all arrays, each times its depth; alternatives of `$or` add up. */
function combinations(policy: JsonObject, depth: number): number {
  return Object.entries(policy)
    .map(([key, value]) => {
      if (isObject(value)) return combinations(value, depth + 1);
      const list: readonly unknown[] = Array.isArray(value) ? value : [];
      if (key !== '$or') return list.length * depth;
      return list.reduce<number>((sum, one) => sum + (isObject(one) ? combinations(one, depth) : 0), 0);
    })
    .reduce((product, count) => product * count, 1);
}
