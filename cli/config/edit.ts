import { isObject, type JsonObject } from '../../domain/json.js';
import { nearestName } from '../../domain/nearestName.js';
import {
  SETTING_NAMES,
  SETTINGS,
  type SettingDefinition,
  type SettingName,
} from '../../domain/settings/definitions.js';
import { isEntryName } from '../../domain/settings/entryTexts.js';
import { NONE } from '../../domain/settings/settingValues.js';
import { settleOverrides } from '../../handlers/settings/overrides.js';
import type { StoredSettings } from '../../handlers/ports/settingsSource.js';
import { UserError } from '../userError.js';

/** `name`: a setting, or a field of a rule or team, `budgets/RULE/FIELD`. */
export interface Edit {
  readonly kind: 'set' | 'unset' | 'add' | 'remove';
  readonly name: string;
  /** The value, or one entry of a list; not of `unset`. */
  readonly text: string;
}

/** The override that an edit writes. */
export interface Edited {
  /** Of the parameter below `overrides/`: a setting, `budgets/RULE` or `teams/TEAM`. */
  readonly parameter: string;
  readonly before: string | undefined;
  /** undefined: none is left. */
  readonly after: string | undefined;
}

/** What an edit makes of the overrides. Throws UserError for what is not known or not possible. */
export function edited(stored: StoredSettings, edit: Edit): Edited {
  const { parameter, field } = placeOf(edit.name, stored);
  const before = stored.overrides[parameter];
  const after =
    field === undefined ? settingAfter(stored, edit, parameter) : entryAfter(stored, edit, parameter, field);
  check(stored, parameter, after);
  return { parameter, before, after };
}

/** What holds now: an override before the deployed value, of a rule or team field by field. Throws UserError. */
export function valueOf(stored: StoredSettings, name: string): string {
  const { parameter, field } = placeOf(name, stored);
  if (field === undefined && !isEntryName(parameter)) return settingText(stored, parameter);
  const fields = fieldsOf(stored, parameter);
  return field === undefined ? JSON.stringify(fields) : textOf(fields[field]);
}

/** Where what holds now is from; of a field of a rule or team. */
export function sourceOf({ deployed, overrides }: StoredSettings, name: string): 'override' | 'deployed' | 'default' {
  const { parameter, field } = placeOf(name, { deployed, overrides });
  const isOverridden = field === undefined ? parameter in overrides : field in parsed(overrides[parameter]);
  if (isOverridden) return 'override';
  return parameter in deployed ? 'deployed' : 'default';
}

interface Place {
  readonly parameter: string;
  readonly field: string | undefined;
}

function placeOf(name: string, { deployed }: StoredSettings): Place {
  const [, entry = name, field] = /^((?:budgets|teams)\/[^/]+)(?:\/([^/]+))?$/.exec(name) ?? [];
  const known = [...SETTING_NAMES, ...Object.keys(deployed).filter(isEntryName)];
  if (known.includes(entry)) return { parameter: entry, field };
  throw new UserError(`${name}: there is no such setting, rule or team; the nearest is ${nearestName(entry, known)}`);
}

function settingAfter(stored: StoredSettings, { kind, name, text }: Edit, parameter: string): string | undefined {
  if (kind === 'unset') return undefined;
  if (isEntryName(parameter)) throw new UserError(`${name}: one field at a time, such as ${name}/limitUsd`);
  if (kind === 'set') return text;
  const definition: SettingDefinition = SETTINGS[parameter as SettingName];
  if (!['principals', 'roles', 'metadata-keys'].includes(definition.type)) {
    throw new UserError(`${name}: not a list; \`config set\` replaces it`);
  }
  const current = settingText(stored, parameter);
  const entries = current === NONE ? [] : current.split(',').map((entry) => entry.trim());
  return listAfter(entries, kind, name, text).join(',') || NONE;
}

function entryAfter(
  stored: StoredSettings,
  { kind, name, text }: Edit,
  parameter: string,
  field: string,
): string | undefined {
  const { [field]: _, ...others } = parsed(stored.overrides[parameter]);
  if (kind === 'unset') return Object.keys(others).length === 0 ? undefined : JSON.stringify(others);
  if (kind === 'set') return JSON.stringify({ ...others, [field]: jsonOr(text) });
  const current = fieldsOf(stored, parameter)[field] ?? [];
  if (!Array.isArray(current)) throw new UserError(`${name}: not a list; \`config set\` replaces it`);
  return JSON.stringify({ ...others, [field]: listAfter(current.map(textOf), kind, name, text) });
}

function listAfter(entries: readonly string[], kind: 'add' | 'remove', name: string, entry: string): readonly string[] {
  const isIn = entries.includes(entry);
  if (kind === 'add') return isIn ? entries : [...entries, entry];
  if (isIn) return entries.filter((one) => one !== entry);
  throw new UserError(`${name}: ${JSON.stringify(entry)} is not in it: ${entries.join(', ') || 'it is empty'}`);
}

/** As the functions would read it: an override that they would reject is never written. */
function check({ deployed, overrides }: StoredSettings, parameter: string, after: string | undefined): void {
  const { [parameter]: _, ...others } = overrides;
  const settled = settleOverrides(deployed, after === undefined ? others : { ...others, [parameter]: after });
  if (settled.kind === 'invalid') throw new UserError(settled.problems.join('; '));
  const before = settleOverrides(deployed, overrides);
  const known = before.kind === 'settings' ? before.rejected.map(({ name }) => name) : [];
  const rejected = settled.rejected.filter(({ name }) => name === parameter || !known.includes(name));
  if (rejected.length > 0) throw new UserError(rejected.map(({ problem }) => problem).join('; '));
}

function settingText({ deployed, overrides }: StoredSettings, name: string): string {
  return overrides[name] ?? deployed[name] ?? SETTINGS[name as SettingName].default;
}

function fieldsOf({ deployed, overrides }: StoredSettings, parameter: string): JsonObject {
  return { ...parsed(deployed[parameter]), ...parsed(overrides[parameter]) };
}

function parsed(text: string | undefined): JsonObject {
  const value = jsonOr(text ?? '{}');
  return isObject(value) ? value : {};
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? 'not set' : JSON.stringify(value);
}
