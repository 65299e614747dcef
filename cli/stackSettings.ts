import { join } from 'node:path';
import { isObject, stringAt, type JsonObject } from '../domain/json.js';
import { nearestName } from '../domain/nearestName.js';
import { ENTRY_LISTS, entryTexts } from '../domain/settings/entryTexts.js';
import { readSettings, type Settings } from '../domain/settings/settings.js';
import { SETTING_NAMES } from '../domain/settings/definitions.js';
import { PlanFailure } from '../local/engine/planFailure.js';
import { readYaml } from '../local/engine/yamlFile.js';
import { UserError } from './userError.js';

const NAMESPACE = 'bedrock-budgeteer:';

/** Settings, rules and teams as texts by their names. */
export type Values = Readonly<Record<string, string>>;

/**
 * A stack's settings: the defaults of `Pulumi.yaml`, overridden by `Pulumi.STACK.yaml`, overridden by flags. Without a
 * stack, the flags only. Throws UserError naming file and setting.
 */
export function settingsOf(folder: string, stack: string | undefined, given: Values): Settings {
  return readValues({ ...configuredValues(folder, stack), ...given }, '');
}

/** The same without flags, as texts by name; none without a stack. */
export function configuredValues(folder: string, stack: string | undefined): Values {
  if (stack === undefined) return {};
  const project = join(folder, 'Pulumi.yaml');
  const own = join(folder, `Pulumi.${stack}.yaml`);
  const declared = configOf(project);
  const defaults = projectDefaults(project, declared);
  readValues(defaults, `${project}: `);
  const configured = { ...defaults, ...stackConfig(own, declared) };
  readValues(configured, `${own}: `);
  return configured;
}

/** The flags that were given, as settings. */
export function given(flags: Readonly<Record<string, string | undefined>>): Values {
  return Object.fromEntries(Object.entries(flags).filter((flag): flag is [string, string] => flag[1] !== undefined));
}

/** Settings of texts by name. Throws UserError with all problems after `where`. */
export function readValues(values: Values, where: string): Settings {
  const answer = readSettings(values);
  if (answer.kind === 'settings') return answer.settings;
  throw new UserError(`${where}${answer.problems.join('; ')}`);
}

function projectDefaults(file: string, declared: JsonObject): Values {
  const settings = Object.entries(declared).filter(([name]) => isSetting(name));
  return Object.fromEntries(
    settings.map(([name, declaration]) => {
      const value = stringAt(declaration, 'default');
      if (value === undefined) throw new UserError(`${file}: ${name}: no default`);
      return [name, value];
    }),
  );
}

/** The stack's values by name, without providers' (`aws:region`) and those that only a deployment reads. */
function stackConfig(file: string, declared: JsonObject): Values {
  const ours = Object.entries(configOf(file)).flatMap(([key, value]) => {
    const name = key.startsWith(NAMESPACE) ? key.slice(NAMESPACE.length) : key;
    return name.includes(':') ? [] : [{ key, name, value }];
  });
  const known = [...SETTING_NAMES, ...Object.keys(declared)];
  for (const { key, name } of ours) {
    if (known.includes(name)) continue;
    throw new UserError(`${file}: ${key}: unknown setting; the nearest is ${nearestName(name, known)}`);
  }
  const settings = ours.filter(({ name }) => isSetting(name));
  const lists = ours.filter(({ name }) => Object.hasOwn(ENTRY_LISTS, name));
  return {
    ...Object.fromEntries(settings.map(({ key, name, value }) => [name, plain(`${file}: ${key}`, value)])),
    ...entriesIn(file, Object.fromEntries(lists.map(({ name, value }) => [name, value]))),
  };
}

/**
 * Puts the rules and teams of a file, which has a list `budgets`, `teams` or both, in place of the same lists in
 * `values`. YAML, or JSON, which is YAML too. Throws UserError.
 */
export function withEntriesOf(file: string, values: Values): Values {
  const lists = listsOfFile(file);
  const replaced = Object.entries(ENTRY_LISTS).filter(([name]) => Object.hasOwn(lists, name));
  const others = Object.entries(values).filter(([name]) => !replaced.some(([, prefix]) => name.startsWith(prefix)));
  return { ...Object.fromEntries(others), ...entriesIn(file, lists) };
}

/** The lists of such a file as the settings of a program, JSON each. Throws UserError. */
export function listSettingsOf(file: string): Values {
  const lists = listsOfFile(file);
  entriesIn(file, lists);
  return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, JSON.stringify(list)]));
}

function listsOfFile(file: string): JsonObject {
  const lists = asWritten(file);
  const names = Object.keys(lists);
  const unknown = names.find((name) => !Object.hasOwn(ENTRY_LISTS, name));
  if (unknown !== undefined) throw new UserError(`${file}: ${unknown}: unknown; there are budgets and teams`);
  if (names.length === 0) throw new UserError(`${file}: no list budgets or teams in it`);
  return lists;
}

function entriesIn(file: string, lists: JsonObject): Values {
  const problems: string[] = [];
  const texts = (['budgets', 'teams'] as const).map((list) => entryTexts(list, lists[list], problems));
  if (problems.length > 0) throw new UserError(`${file}: ${problems.join('; ')}`);
  return Object.assign({}, ...texts) as Values;
}

function plain(place: string, value: unknown): string {
  if (typeof value === 'string') return value;
  const isEncrypted = isObject(value) && 'secure' in value;
  throw new UserError(`${place}: ${isEncrypted ? 'encrypted; set it without --secret' : 'not a plain value'}`);
}

function isSetting(name: string): boolean {
  const names: readonly string[] = SETTING_NAMES;
  return names.includes(name);
}

function configOf(file: string): JsonObject {
  const config = asWritten(file)['config'] ?? {};
  if (!isObject(config)) throw new UserError(`${file}: config: not a map of settings`);
  return config;
}

/** Every scalar as its text: no number of a file becomes a float. */
function asWritten(file: string): JsonObject {
  try {
    return readYaml(file).asWritten;
  } catch (error) {
    if (error instanceof PlanFailure) throw new UserError(error.message, { cause: error });
    throw error;
  }
}
