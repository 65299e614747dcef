import type { World } from '../../world/world.js';
import type { Parts } from '../run/calling.js';
import type { Configuration } from '../terms/configuration.js';
import type { Scenario, SimulatedAct } from './scenario.js';
import type { SimulatedEntries, SimulatedEntry } from './terms.js';

const PATH = '/bedrock-budgeteer/dev/';

/** What a scenario begins with: rules and teams are its own, never those that the stack deploys. */
export function configureAtStart(world: World, { settings, entries }: Scenario): Configuration {
  for (const list of ['budgets/', 'teams/']) world.parameters.removeBelow(homeOf(world), `${PATH}${list}`);
  for (const [name, value] of Object.entries(settings)) put(world, `overrides/${name}`, value);
  for (const [key, entry] of Object.entries(entries)) put(world, key, JSON.stringify(entry));
  return { at: 0, settings, deployed: entries, overrides: {} };
}

/** A setting, rule or team that is changed while the stack runs. */
export function configure(
  { world, watch }: Parts,
  act: Extract<SimulatedAct, { kind: 'set-setting' | 'deploy' | 'override' }>,
): void {
  const last = watch.configurations.at(-1);
  if (last !== undefined) watch.configurations.push({ ...last, ...changed(world, act, last), at: act.at });
}

function changed(
  world: World,
  act: Extract<SimulatedAct, { kind: 'set-setting' | 'deploy' | 'override' }>,
  { settings, deployed, overrides }: Configuration,
): Partial<Configuration> {
  switch (act.kind) {
    case 'set-setting':
      put(world, `overrides/${act.name}`, act.value);
      return { settings: { ...settings, [act.name]: act.value } };
    case 'deploy':
      put(world, act.key, act.entry === undefined ? undefined : JSON.stringify(act.entry));
      return { deployed: withEntry(deployed, act.key, act.entry) };
    case 'override':
      put(world, `overrides/${act.key}`, JSON.stringify(act.fields));
      return { overrides: withEntry(overrides, act.key, act.fields) };
  }
}

function withEntry(entries: SimulatedEntries, key: string, entry: SimulatedEntry | undefined): SimulatedEntries {
  const { [key]: _, ...others } = entries;
  return entry === undefined ? others : { ...others, [key]: entry };
}

function put(world: World, name: string, value: string | undefined): void {
  const { parameters } = world;
  if (value === undefined) parameters.remove(homeOf(world), `${PATH}${name}`);
  else parameters.put(homeOf(world), `${PATH}${name}`, value);
}

function homeOf({ tables }: World): string {
  return tables.all[0]?.region ?? '';
}
