import { isObject, type JsonObject } from '../../domain/json.js';
import { isLeaf, type Leaf } from './condition.js';

/** The index of the element that a value lies in, for each array of objects or of arrays around it. */
export type Membership = ReadonlyMap<number, number>;

export const NO_ARRAY: Membership = new Map();

export interface EventField {
  readonly leaf: Leaf;
  readonly membership: Membership;
}

/**
 * The leaves of an event by their paths. Arrays leave no trace in a path, as EventBridge has it, and so an empty array or
 * object has no field. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html
 */
export function fieldsOf(event: JsonObject): ReadonlyMap<string, readonly EventField[]> {
  const fields = new Map<string, EventField[]>();
  let arrays = 0;

  function collect(value: unknown, path: string, membership: Membership): void {
    if (Array.isArray(value)) {
      const array = arrays++;
      value.forEach((element: unknown, index) => {
        collect(element, path, isLeaf(element) ? membership : new Map([...membership, [array, index]]));
      });
    } else if (isObject(value)) {
      const prefix = path === '' ? '' : `${path}.`;
      for (const [key, inner] of Object.entries(value)) collect(inner, `${prefix}${key}`, membership);
    } else if (isLeaf(value)) {
      fields.set(path, [...(fields.get(path) ?? []), { leaf: value, membership }]);
    } else if (value !== undefined) {
      throw new TypeError(`${path}: ${typeof value} is no JSON`);
    }
  }

  collect(event, '', NO_ARRAY);
  return fields;
}

/** Two memberships as one; undefined if they are of different elements of the same array. */
export function joined(one: Membership, other: Membership): Membership | undefined {
  for (const [array, index] of other) {
    if ((one.get(array) ?? index) !== index) return undefined;
  }
  return other.size === 0 ? one : new Map([...one, ...other]);
}
