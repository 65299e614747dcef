import { join } from 'node:path';
import { isObject, objectAt } from '../../domain/json.js';
import { PlanFailure } from './planFailure.js';
import { checkType, declaredType, type Setting } from './settingTypes.js';
import { readYaml } from './yamlFile.js';

export interface StackConfig {
  /** By `NAMESPACE:KEY`; what is no text is JSON. */
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** Stands for an encrypted value: a plan needs no passphrase. */
const UNREAD_SECRET = '[secret]';

/** What Linux takes of one variable, MAX_ARG_STRLEN, less `PULUMI_CONFIG=` and a zero (pulumi/pulumi issue 8680). */
const MAX_BYTES = 131_072 - 15;

interface Declaration {
  readonly key: string;
  readonly type: string | undefined;
  readonly fallback: Setting | undefined;
}

/**
 * The settings of a stack as the CLI hands them to a program: Pulumi.yaml's defaults, over them Pulumi.STACK.yaml,
 * checked against the declared types. `stackText` goes in place of Pulumi.STACK.yaml. Throws PlanFailure naming the file and the setting.
 */
export function stackConfig(folder: string, project: string, stack: string, stackText?: string): StackConfig {
  const projectFile = join(folder, 'Pulumi.yaml');
  const stackFile = join(folder, `Pulumi.${stack}.yaml`);
  const declarations = declared(projectFile);
  const defaults = declarations.flatMap(({ key, fallback }) =>
    fallback === undefined ? [] : [[qualified(key, project), fallback] as const],
  );
  const settings = new Map<string, Setting>([...defaults, ...settingsOf(stackFile, project, stackText)]);
  for (const { key, type } of declarations) {
    checkType(`${stackFile}: ${qualified(key, project)}`, type, settings.get(qualified(key, project)));
  }
  const values = Object.fromEntries([...settings].map(([key, { value }]) => [key, value]));
  const bytes = Buffer.byteLength(JSON.stringify(values));
  if (bytes > MAX_BYTES) {
    throw new PlanFailure(
      `${stackFile}: ${bytes} bytes of settings as JSON are more than a program gets, ${MAX_BYTES}`,
    );
  }
  return {
    values,
    secretKeys: [...settings].filter(([, { isSecret }]) => isSecret).map(([key]) => key),
  };
}

/** Settings are declared with a type and a default, or given outright: `aws:region: eu-west-1`. */
function declared(file: string): readonly Declaration[] {
  const { typed, asWritten } = readYaml(file);
  const config = typed['config'] ?? {};
  if (!isObject(config)) throw new PlanFailure(`${file}: config: not a map of settings`);
  const written = objectAt(asWritten, 'config');
  return Object.entries(config).map(([key, declaration]) => {
    if (!isObject(declaration)) return { key, type: undefined, fallback: settingOf(written[key], declaration) };
    const which = ['value', 'default'].find((name) => name in declaration);
    const type = declaredType(declaration);
    if (which === undefined) return { key, type, fallback: undefined };
    return { key, type, fallback: settingOf(objectAt(written, key)[which], declaration[which]) };
  });
}

function settingsOf(file: string, project: string, text: string | undefined): readonly (readonly [string, Setting])[] {
  const { asWritten, typed } = readYaml(file, text);
  const written = asWritten['config'] ?? {};
  if (!isObject(written)) throw new PlanFailure(`${file}: config: not a map of settings`);
  const types = objectAt(typed, 'config');
  return Object.entries(written).map(([key, value]) => [qualified(key, project), settingOf(value, types[key])]);
}

function settingOf(written: unknown, typed: unknown): Setting {
  if (typeof written === 'string') return { value: written, isJson: false, isSecret: false };
  if (isEncrypted(typed)) return { value: UNREAD_SECRET, isJson: false, isSecret: true };
  return { value: JSON.stringify(readable(written, typed ?? null)), isJson: true, isSecret: holdsEncrypted(typed) };
}

/** Numbers that no float can hold stay text (go-yaml, resolve.go), for JSON has no infinity. */
function readable(written: unknown, typed: unknown): unknown {
  if (isEncrypted(typed)) return UNREAD_SECRET;
  if (typeof typed === 'number' && !Number.isFinite(typed)) return written;
  if (Array.isArray(typed)) return typed.map((item, index) => readable(at(written, index), item));
  if (!isObject(typed)) return typed;
  return Object.fromEntries(Object.entries(typed).map(([key, value]) => [key, readable(at(written, key), value)]));
}

function at(value: unknown, key: string | number): unknown {
  return (value as Readonly<Record<string, unknown>>)[key];
}

/** By `pulumi config set --secret`, with `--path` also inside of a list or map. */
function isEncrypted(value: unknown): boolean {
  return isObject(value) && Object.keys(value).join() === 'secure' && typeof value['secure'] === 'string';
}

function holdsEncrypted(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isEncrypted(value) || Object.values(value).some(holdsEncrypted);
}

/** A key without a namespace is the project's. */
function qualified(key: string, project: string): string {
  return key.includes(':') ? key : `${project}:${key}`;
}
