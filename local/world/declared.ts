import type { Plan, PlannedResource, PlanObject, PlanValue } from '../engine/plan.js';
import { isList, isPlanObject, withoutSecrets } from '../engine/planValue.js';
import { WorldError } from './worldError.js';

/** Reads properties of a declared resource by path. A value of another type stops the world. */
export class Declared {
  readonly urn: string;
  readonly #properties: PlanObject;

  constructor(urn: string, properties: PlanObject) {
    this.urn = urn;
    this.#properties = properties;
  }

  has(...path: readonly string[]): boolean {
    return this.#at(path) !== undefined;
  }

  text(...path: readonly string[]): string {
    return this.#of('a text', path, (value) => (typeof value === 'string' ? value : undefined));
  }

  number(...path: readonly string[]): number {
    return this.#of('a number', path, (value) => (typeof value === 'number' ? value : undefined));
  }

  boolean(...path: readonly string[]): boolean {
    return this.#of('true or false', path, (value) => (typeof value === 'boolean' ? value : undefined));
  }

  texts(...path: readonly string[]): readonly string[] {
    return this.#of('a list of texts', path, (value) =>
      isList(value) && value.every((item) => typeof item === 'string') ? value : undefined,
    );
  }

  /** The objects of a list; none if it is absent. */
  list(...path: readonly string[]): readonly Declared[] {
    if (!this.has(...path)) return [];
    return this.#of('a list of objects', path, (value) =>
      isList(value) && value.every(isPlanObject) ? value : undefined,
    ).map((item, index) => new Declared(`${this.urn}: ${path.join('.')}[${index}]`, item));
  }

  /** A map of texts. */
  map(...path: readonly string[]): Readonly<Record<string, string>> {
    return this.#of('a map of texts', path, (value) => {
      if (!isPlanObject(value)) return undefined;
      const entries = Object.entries(value);
      return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')
        ? Object.fromEntries(entries)
        : undefined;
    });
  }

  textOr<T>(fallback: T, ...path: readonly string[]): string | T {
    return this.has(...path) ? this.text(...path) : fallback;
  }

  numberOr(fallback: number, ...path: readonly string[]): number {
    return this.has(...path) ? this.number(...path) : fallback;
  }

  value(...path: readonly string[]): PlanValue | undefined {
    return this.#at(path);
  }

  #of<T>(expected: string, path: readonly string[], read: (value: PlanValue) => T | undefined): T {
    const value = this.#at(path);
    const found = value === undefined ? undefined : read(value);
    if (found === undefined) throw new WorldError(`${this.urn}: ${path.join('.')}: not ${expected}`);
    return found;
  }

  #at(path: readonly string[]): PlanValue | undefined {
    return path.reduce<PlanValue | undefined>(
      (found, key) => (isPlanObject(found) ? found[key] : undefined),
      this.#properties,
    );
  }
}

/** A plan's resources by type. Inputs take precedence over outputs. */
export class Graph {
  readonly #byType: ReadonlyMap<string, readonly Declared[]>;

  constructor(plan: Plan) {
    const byType = new Map<string, Declared[]>();
    for (const resource of plan.resources) {
      byType.set(resource.type, [...(byType.get(resource.type) ?? []), declaredOf(resource)]);
    }
    this.#byType = byType;
  }

  /** `type` without its provider: `lambda/function:Function`. */
  all(type: string): readonly Declared[] {
    return this.#byType.get(`aws:${type}`) ?? [];
  }
}

function declaredOf({ urn, inputs, outputs }: PlannedResource): Declared {
  const properties = withoutSecrets({ ...outputs, ...inputs });
  return new Declared(urn, isPlanObject(properties) ? properties : {});
}
