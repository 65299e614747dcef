import { Archive, type Plan, type PlannedResource, type PlanValue } from '../../../local/engine/plan.js';
import { isList, isPlanObject, withoutSecrets } from '../../../local/engine/planValue.js';
import type { Aws } from './aws.js';
import { BUCKETS } from './resources/buckets.js';
import type { Creators, Made } from './resources/creator.js';
import { FUNCTIONS_AND_MACHINES } from './resources/functions.js';
import { IDENTITY } from './resources/identity.js';
import { LOGS } from './resources/logs.js';
import { MESSAGING } from './resources/messaging.js';
import { MONITORING } from './resources/monitoring.js';
import { TABLES } from './resources/tables.js';

const CREATORS: Creators = {
  ...IDENTITY,
  ...TABLES,
  ...MESSAGING,
  ...FUNCTIONS_AND_MACHINES,
  ...LOGS,
  ...BUCKETS,
  ...MONITORING,
};

/** Replaces what a plan made up by what the account gave. */
export type Translate = (text: string) => string;

export interface Deployment {
  readonly count: number;
  readonly real: Translate;
}

/**
 * Makes every resource of a resolved plan, each after those it depends on. Throws on a type that it does not know: a
 * resource that is left out would be missed nowhere else.
 */
export async function deploy({ resources }: Plan, aws: Aws): Promise<Deployment> {
  const real = new Map<string, string>();
  const translate: Translate = (text) => translated(text, real);
  const custom = inOrder(resources).filter(({ custom, type }) => custom && !type.startsWith('pulumi:'));
  for (const resource of custom) {
    const made = await create(resource, aws, translate);
    for (const [madeUp, given] of differences(resource, made)) real.set(madeUp, given);
  }
  return { count: custom.length, real: translate };
}

async function create({ urn, type, inputs }: PlannedResource, aws: Aws, translate: Translate): Promise<Made> {
  const creator = CREATORS[type];
  if (creator === undefined) throw new Error(`${urn}: the emulator's deployer does not know ${type}`);
  try {
    return await creator(plain(withoutSecrets(inputs), translate) as never, aws);
  } catch (error) {
    throw new Error(`${urn}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function plain(value: PlanValue, translate: Translate): unknown {
  if (typeof value === 'string') return translate(value);
  if (value instanceof Archive) return { archive: value.archive };
  if (isList(value)) return value.map((item) => plain(item, translate));
  if (!isPlanObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner, translate)]));
}

function* differences({ id, outputs }: PlannedResource, made: Made): Iterable<readonly [string, string]> {
  for (const [key, given] of Object.entries(made)) {
    const madeUp = key === 'id' ? id : outputs[key];
    if (typeof madeUp === 'string' && madeUp !== given) yield [madeUp, given];
  }
}

/** The longest first: an ARN may hold an id. */
function translated(text: string, real: ReadonlyMap<string, string>): string {
  const pairs = [...real].sort(([a], [b]) => b.length - a.length);
  return pairs.reduce((changed, [madeUp, given]) => changed.replaceAll(madeUp, given), text);
}

function inOrder(resources: readonly PlannedResource[]): readonly PlannedResource[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const ordered = new Set<PlannedResource>();
  const visit = (resource: PlannedResource): void => {
    if (ordered.has(resource)) return;
    for (const urn of resource.dependencies) {
      const dependency = byUrn.get(urn);
      if (dependency !== undefined) visit(dependency);
    }
    ordered.add(resource);
  };
  resources.forEach(visit);
  return [...ordered];
}
