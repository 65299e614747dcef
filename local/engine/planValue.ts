import { Archive, Asset, ResourceReference, Secret, Unknown, type PlanObject, type PlanValue } from './plan.js';

/** Whether the value is, or anywhere holds, an unknown. */
export function hasUnknown(value: PlanValue): boolean {
  if (value instanceof Unknown) return true;
  if (value instanceof Secret) return hasUnknown(value.secret);
  if (value instanceof ResourceReference) return value.id instanceof Unknown;
  if (value instanceof Archive) return 'assets' in value.archive && hasUnknown(value.archive.assets);
  if (isList(value)) return value.some(hasUnknown);
  return isPlanObject(value) && Object.values(value).some(hasUnknown);
}

/** The value with every secret opened. */
export function withoutSecrets(value: PlanValue): PlanValue {
  if (value instanceof Secret) return withoutSecrets(value.secret);
  if (isList(value)) return value.map(withoutSecrets);
  return isPlanObject(value) ? mapValues(value, withoutSecrets) : value;
}

/** A map of values, and none of the marked kinds. */
export function isPlanObject(value: PlanValue | undefined): value is PlanObject {
  return typeof value === 'object' && value !== null && !isList(value) && !isMarked(value);
}

export function isList(value: PlanValue | undefined): value is readonly PlanValue[] {
  return Array.isArray(value);
}

export function mapValues<T>(object: Readonly<Record<string, T>>, change: (value: T) => PlanValue): PlanObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function isMarked(value: object): boolean {
  return [Unknown, Secret, Asset, Archive, ResourceReference].some((kind) => value instanceof kind);
}
