import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isObject, type JsonObject } from '../domain/json.js';
import { readSettings, type Settings } from '../domain/settings.js';
import { unreadable } from './input/logFiles.js';
import { UserError } from './userError.js';

const NAMESPACE = 'bedrock-budgeteer:';

/** The settings of a stack as `Pulumi.STACK.yaml` holds them, below those given by hand. Throws UserError. */
export function settingsOf(
  folder: string,
  stack: string | undefined,
  given: Readonly<Record<string, string>>,
): Settings {
  const file = stack === undefined ? undefined : join(folder, `Pulumi.${stack}.yaml`);
  const fromStack = file === undefined ? {} : stackConfig(file);
  const answer = readSettings({ ...fromStack, ...given });
  if (answer.kind === 'settings') return answer.settings;
  throw new UserError(`${file === undefined ? '' : `${file}: `}${answer.problems.join('; ')}`);
}

/** The stack's own values by name; those of providers (`aws:region`) are not ours to read. */
function stackConfig(file: string): Readonly<Record<string, string>> {
  const config = readYaml(file)['config'] ?? {};
  if (!isObject(config)) throw new UserError(`${file}: config: not a map of settings`);
  const ours = Object.entries(config).filter(([key]) => key.startsWith(NAMESPACE));
  return Object.fromEntries(
    ours.map(([key, value]) => {
      if (typeof value !== 'string') throw new UserError(`${file}: ${key}: not a plain value`);
      return [key.slice(NAMESPACE.length), value];
    }),
  );
}

/** All scalars as written: no number of a file passes through floating point. */
function readYaml(file: string): JsonObject {
  let document: unknown;
  try {
    document = parse(readFileSync(file, 'utf8'), { schema: 'failsafe' });
  } catch (error) {
    throw unreadable(file, error instanceof Error ? new Error(error.message.split('\n', 1).join()) : error);
  }
  if (!isObject(document)) throw new UserError(`${file}: not a Pulumi stack file`);
  return document;
}
