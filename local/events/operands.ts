import { isObject } from '../../domain/json.js';

/** What a field of an event holds once arrays and objects are taken apart. */
export type Leaf = string | number | boolean | null;

export type TextTest = (text: string) => boolean;

export function isLeaf(value: unknown): value is Leaf {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The one operator of an object, and what it is given. */
export function onlyEntry(value: unknown, path: string): readonly [string, unknown] {
  const [entry, ...others] = isObject(value) ? Object.entries(value) : [];
  return entry === undefined || others.length > 0 ? refuse(path, 'not one operator') : entry;
}

export function textOf(value: unknown, path: string): string {
  return typeof value === 'string' ? value : refuse(path, 'not a string');
}

export function refuse(path: string, reason: string): never {
  throw new TypeError(`event pattern${path === '' ? '' : ` at ${path}`}: ${reason}`);
}
