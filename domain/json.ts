/** A value as JSON.parse returns it, of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** While it is put together: an optional field that there is nothing for is never set. */
export type Growing<T> = { -readonly [Key in keyof T]: T[Key] };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Each record is asked for many fields that it does not have. */
const NO_FIELDS: JsonObject = Object.freeze({});
const NO_ENTRIES: readonly unknown[] = Object.freeze([]);

/** The object at a key, or an empty one: for bodies, where every field is optional. */
export function objectAt(value: unknown, key: string): JsonObject {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : NO_FIELDS;
}

export function arrayAt(value: unknown, key: string): readonly unknown[] {
  const found = isObject(value) ? value[key] : undefined;
  return Array.isArray(found) ? (found as readonly unknown[]) : NO_ENTRIES;
}

export function stringAt(value: unknown, key: string): string | undefined {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** More than any one invocation can consume; beyond it a count is a defect, not a bill. */
export const MAX_COUNT = 1_000_000_000;

/** Whether a value is a count of units: a whole number from 0 to `MAX_COUNT`, as a JSON number. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT;
}

/** A hostile value must not flood a message, nor the stack: JSON.stringify is recursive. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
