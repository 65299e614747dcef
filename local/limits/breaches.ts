import type { Plan, PlannedResource, PlanValue } from '../engine/plan.js';
import { isList, isPlanObject, withoutSecrets } from '../engine/planValue.js';
import { AWS_LIMITS, TAG_LIMITS } from './awsLimits.js';
import type { Form, Limit } from './limit.js';
import { MEASURES } from './measures.js';

/** Stands in a path for the names of a map's entries. */
const NAMES = '~';

interface Found {
  readonly limit: Limit;
  /** Of those that are counted together; undefined for one that is counted alone. */
  readonly group: string | undefined;
  readonly where: string;
  readonly size: number;
}

/** What AWS would refuse of a plan for its size or its name, one line each. What a preview does not know is not seen. */
export function breachesOf({ resources }: Plan): readonly string[] {
  const custom = resources.filter((resource) => resource.custom && AWS_LIMITS[resource.type] !== undefined);
  return [...tooLarge(summed(custom.flatMap(sizesOf))), ...custom.flatMap(illFormed)];
}

function tooLarge(sizes: readonly Found[]): readonly string[] {
  return sizes
    .filter(({ limit, size }) => size > limit.max)
    .map(
      ({ limit: { max, measure, source }, where, size }) =>
        `${where}: ${counted(size)} ${measure}; AWS takes ${counted(max)} (${source})`,
    );
}

function sizesOf(resource: PlannedResource): readonly Found[] {
  const limits = [...(AWS_LIMITS[resource.type]?.limits ?? []), ...TAG_LIMITS];
  return limits.flatMap((limit) =>
    valuesAt(resource, limit.at).map((value) => ({
      limit,
      group: limit.sumBy === undefined ? undefined : groupOf(resource, limit.sumBy),
      where: place(resource, limit.at),
      size: MEASURES[limit.measure](value),
    })),
  );
}

/** The first of a group speaks for it. */
function summed(sizes: readonly Found[]): readonly Found[] {
  const groups = new Map<string, Found>();
  for (const found of sizes) {
    if (found.group === undefined) continue;
    const first = groups.get(found.group);
    groups.set(found.group, first === undefined ? found : { ...first, size: first.size + found.size });
  }
  return [...sizes.filter(({ group }) => group === undefined), ...groups.values()];
}

/** Names are unique in a Region. */
function groupOf({ type, inputs }: PlannedResource, property: string): string {
  return JSON.stringify([type, inputs['region'], inputs[property]]);
}

function illFormed(resource: PlannedResource): readonly string[] {
  return (AWS_LIMITS[resource.type]?.forms ?? []).flatMap(({ at, pattern, source }: Form) =>
    valuesAt(resource, at)
      .filter((value) => typeof value === 'string' && !pattern.test(value))
      .map((value) => `${place(resource, at)}: ${JSON.stringify(value)} is not of the form ${pattern} (${source})`),
  );
}

function valuesAt({ inputs }: PlannedResource, path: readonly string[]): readonly PlanValue[] {
  return path.reduce<readonly PlanValue[]>(
    (values, key) => values.flatMap((value) => below(value, key)),
    [withoutSecrets(inputs)],
  );
}

function below(value: PlanValue, key: string): readonly PlanValue[] {
  if (key === NAMES) return isPlanObject(value) ? Object.keys(value) : [];
  if (isList(value)) return key === '*' ? value : [];
  if (!isPlanObject(value)) return [];
  if (key === '*') return Object.values(value);
  const found = value[key];
  return found === undefined ? [] : [found];
}

function place({ type, name }: PlannedResource, at: readonly string[]): string {
  return [`${type} ${name}`, ...(at.length === 0 ? [] : [at.join('.')])].join(': ');
}

function counted(size: number): string {
  return size.toLocaleString('en-US');
}
