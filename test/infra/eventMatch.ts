import { isObject } from '../../domain/json.js';

/** Whether an event matches a pattern of exact values and prefixes, as those of the stack are. */
export function matchesEvent(pattern: object, event: object): boolean {
  return Object.entries(pattern).every(([key, wanted]: [string, unknown]) => {
    const found: unknown = Reflect.get(event, key);
    if (Array.isArray(wanted)) return wanted.some((one: unknown) => matchesValue(one, found));
    return isObject(wanted) && isObject(found) && matchesEvent(wanted, found);
  });
}

function matchesValue(wanted: unknown, found: unknown): boolean {
  if (Array.isArray(found)) return found.some((one: unknown) => matchesValue(wanted, one));
  if (isObject(wanted) && typeof wanted['prefix'] === 'string' && Object.keys(wanted).length === 1) {
    return typeof found === 'string' && found.startsWith(wanted['prefix']);
  }
  if (isObject(wanted)) throw new Error(`${JSON.stringify(wanted)}: not known here`);
  return wanted === found;
}
