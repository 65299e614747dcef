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
  return {
    values: Object.fromEntries([...settings].map(([key, { value }]) => [key, value])),
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
  const value = JSON.stringify(typed ?? null, (_, inner: unknown) => (isEncrypted(inner) ? UNREAD_SECRET : inner));
  return { value, isJson: true, isSecret: holdsEncrypted(typed) };
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
