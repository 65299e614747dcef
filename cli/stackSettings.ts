import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isObject, stringAt, type JsonObject } from '../domain/json.js';
import { readSettings, type Settings } from '../domain/settings.js';
import { unreadable } from './input/logFiles.js';
import { UserError } from './userError.js';

const NAMESPACE = 'bedrock-budgeteer:';

type Values = Readonly<Record<string, string>>;

/**
 * The settings of a stack: the defaults of `Pulumi.yaml`, over them `Pulumi.STACK.yaml`, over both what is given by
 * hand. Without a stack only the last. Throws UserError naming the file and the setting.
 */
export function settingsOf(folder: string, stack: string | undefined, given: Values): Settings {
  if (stack === undefined) return read(given, '');
  const project = join(folder, 'Pulumi.yaml');
  const own = join(folder, `Pulumi.${stack}.yaml`);
  const defaults = projectDefaults(project);
  read(defaults, `${project}: `);
  const configured = { ...defaults, ...stackConfig(own) };
  read(configured, `${own}: `);
  return read({ ...configured, ...given }, '');
}

function read(values: Values, where: string): Settings {
  const answer = readSettings(values);
  if (answer.kind === 'settings') return answer.settings;
  throw new UserError(`${where}${answer.problems.join('; ')}`);
}

function projectDefaults(file: string): Values {
  const declared = Object.entries(configOf(file));
  return Object.fromEntries(
    declared.map(([name, declaration]) => {
      const value = stringAt(declaration, 'default');
      if (value === undefined) throw new UserError(`${file}: ${name}: no default`);
      return [name, value];
    }),
  );
}

/** The stack's own values by name; those of providers (`aws:region`) are not ours to read. */
function stackConfig(file: string): Values {
  const ours = Object.entries(configOf(file)).filter(([key]) => key.startsWith(NAMESPACE));
  return Object.fromEntries(
    ours.map(([key, value]) => {
      if (typeof value !== 'string') throw new UserError(`${file}: ${key}: not a plain value`);
      return [key.slice(NAMESPACE.length), value];
    }),
  );
}

function configOf(file: string): JsonObject {
  const config = readYaml(file)['config'] ?? {};
  if (!isObject(config)) throw new UserError(`${file}: config: not a map of settings`);
  return config;
}

/** All scalars as written: no number of a file passes through floating point. */
function readYaml(file: string): JsonObject {
  let document: unknown;
  try {
    document = parse(readFileSync(file, 'utf8'), { schema: 'failsafe' });
  } catch (error) {
    throw unreadable(file, error instanceof Error ? new Error(error.message.split('\n', 1).join()) : error);
  }
  if (!isObject(document)) throw new UserError(`${file}: not a map, as Pulumi's files are`);
  return document;
}
