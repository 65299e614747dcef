import { isEntryName } from '../../domain/settings/entryTexts.js';

/**
 * Settings as text by name, rules and teams as JSON by `budgets/NAME` and `teams/NAME`. An override goes before the
 * value that was deployed; that of a rule or team is laid over it field by field.
 */
export interface StoredSettings {
  readonly deployed: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
}

export interface SettingsSource {
  read(): Promise<StoredSettings>;
}

/** The settings among parameters, by name and value: those below a path, `/bedrock-budgeteer/STACK/`, and its `overrides/`. */
export function storedSettings(path: string, parameters: Iterable<readonly [string, string]>): StoredSettings {
  const all = [...parameters];
  return { deployed: settingsBelow(path, all), overrides: settingsBelow(`${path}overrides/`, all) };
}

function settingsBelow(
  path: string,
  parameters: readonly (readonly [string, string])[],
): Readonly<Record<string, string>> {
  const below = parameters.filter(([name]) => name.startsWith(path));
  const entries = below.map(([name, value]) => [name.slice(path.length), value] as const);
  return Object.fromEntries(entries.filter(([name]) => isKey(name)));
}

function isKey(name: string): boolean {
  return name !== '' && (!name.includes('/') || isEntryName(name));
}
