import { isObject } from '../json.js';

/** The statements of a policy document in JSON, as they stand there; undefined if it is none. */
export function statementsIn(document: string): readonly unknown[] | undefined {
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch {
    return undefined;
  }
  if (!isObject(policy) || policy['Statement'] === undefined) return undefined;
  return listed(policy['Statement']);
}

/** Where IAM takes a list it also takes one value alone. Nothing is an empty list. */
export function listed(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}
