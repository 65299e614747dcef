import { isObject } from '../../domain/json.js';
import { Archive, Asset, ResourceReference, Secret, Unknown, type Plan } from './plan.js';

/** Marks what JSON cannot write. */
const KIND = '$kind';
const CLASSES = { Archive, Asset, ResourceReference, Secret, Unknown };

/** A plan as JSON, from which the same plan can be read. */
export function planText(plan: Plan): string {
  return JSON.stringify(encoded(plan));
}

/** Reads what `planText` wrote. */
export function readPlan(text: string): Plan {
  return decoded(JSON.parse(text)) as Plan;
}

function encoded(value: unknown): unknown {
  if (value === undefined) return { [KIND]: 'undefined' };
  if (Array.isArray(value)) return value.map(encoded);
  if (!isObject(value)) return value;
  const [kind] = Object.entries(CLASSES).find(([, constructor]) => value instanceof constructor) ?? [];
  return { ...(kind === undefined ? {} : { [KIND]: kind }), ...mapped(value, encoded) };
}

function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  if (!isObject(value)) return value;
  const { [KIND]: kind, ...rest } = value;
  if (kind === 'undefined') return undefined;
  const [, constructor] = Object.entries(CLASSES).find(([name]) => name === kind) ?? [];
  const fields = mapped(rest, decoded);
  return constructor === undefined ? fields : Object.assign(Object.create(constructor.prototype) as object, fields);
}

function mapped(object: object, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
