import { join } from 'node:path';
import { isObject, objectAt, stringAt } from '../../domain/json.js';
import { PlanFailure } from './planFailure.js';
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
  readonly fallback: string | undefined;
}

interface Setting {
  readonly value: string;
  readonly isSecret: boolean;
}

/**
 * The settings of a stack as the CLI hands them to a program: Pulumi.yaml's defaults, over them Pulumi.STACK.yaml,
 * checked against the declared types. Throws PlanFailure naming the file and the setting.
 */
export function stackConfig(folder: string, project: string, stack: string): StackConfig {
  const projectFile = join(folder, 'Pulumi.yaml');
  const stackFile = join(folder, `Pulumi.${stack}.yaml`);
  const declarations = declared(projectFile);
  const defaults = declarations.flatMap(({ key, fallback }) =>
    fallback === undefined ? [] : [[qualified(key, project), { value: fallback, isSecret: false }] as const],
  );
  const settings = new Map<string, Setting>([...defaults, ...Object.entries(settingsOf(stackFile))]);
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
    if (!isObject(declaration)) return { key, type: undefined, fallback: textOf(written[key], declaration) };
    const which = ['value', 'default'].find((name) => name in declaration);
    const type = stringAt(declaration, 'type');
    if (which === undefined) return { key, type, fallback: undefined };
    return { key, type, fallback: textOf(objectAt(written, key)[which], declaration[which]) };
  });
}

function settingsOf(file: string): Readonly<Record<string, Setting>> {
  const { asWritten, typed } = readYaml(file);
  const written = asWritten['config'] ?? {};
  if (!isObject(written)) throw new PlanFailure(`${file}: config: not a map of settings`);
  const types = objectAt(typed, 'config');
  return Object.fromEntries(
    Object.entries(written).map(([key, value]) => {
      const isSecret = isObject(value) && 'secure' in value;
      return [key, { isSecret, value: isSecret ? UNREAD_SECRET : textOf(value, types[key]) }];
    }),
  );
}

/** Source of the types: Pulumi's project schema. */
function checkType(place: string, type: string | undefined, setting: Setting | undefined): void {
  if (setting === undefined) throw new PlanFailure(`${place}: no value, and no default`);
  const { value, isSecret } = setting;
  const isOther =
    (type === 'integer' && !/^[+-]?\d+$/.test(value)) || (type === 'boolean' && !/^(true|false)$/.test(value));
  if (isOther && !isSecret) throw new PlanFailure(`${place}: must be of type ${type}, and is ${value}`);
}

function qualified(key: string, project: string): string {
  return key.includes(':') ? key : `${project}:${key}`;
}

function textOf(written: unknown, typed: unknown): string {
  return typeof written === 'string' ? written : JSON.stringify(typed ?? null);
}
