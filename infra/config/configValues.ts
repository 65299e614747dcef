import * as pulumi from '@pulumi/pulumi';
import type { DeployedSetting } from './settingNames.js';

/** The values that CloudWatch Logs allows (API reference, PutRetentionPolicy). */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Each function reads one setting or its default. Throws RunError: one line with setting, value and bound. */

export function texts(config: pulumi.Config, name: DeployedSetting): readonly string[] | undefined {
  const value = list(config, name);
  if (value === undefined) return undefined;
  const other = value.find((entry) => typeof entry !== 'string');
  if (other === undefined) return value.filter((entry) => typeof entry === 'string');
  return refuse(name, other, 'a text');
}

export function list(config: pulumi.Config, name: DeployedSetting): readonly unknown[] | undefined {
  const text = config.get(name);
  if (text === undefined) return undefined;
  const value = parsed(text);
  if (Array.isArray(value)) return value as readonly unknown[];
  return refuse(name, value, `a list; set one entry after another by --path '${name}[0]'`);
}

export function flag(config: pulumi.Config, name: DeployedSetting, otherwise: boolean): boolean {
  return oneOf(config, name, ['true', 'false'], String(otherwise)) === 'true';
}

export function oneOf<T extends string>(
  config: pulumi.Config,
  name: DeployedSetting,
  values: readonly T[],
  otherwise: NoInfer<T> | string,
): T {
  const given = config.get(name) ?? otherwise;
  return values.find((value) => value === given) ?? refuse(name, given, `one of ${values.join(', ')}`);
}

export function integer(
  config: pulumi.Config,
  name: DeployedSetting,
  otherwise: number,
  min: number,
  max: number,
): number {
  const given = config.get(name) ?? String(otherwise);
  const value = /^\d{1,9}$/.test(given) ? Number(given) : NaN;
  return value >= min && value <= max ? value : refuse(name, given, `a whole number from ${min} to ${max}`);
}

export function retention(config: pulumi.Config, name: DeployedSetting, otherwise: number): number {
  const days = integer(config, name, otherwise, 1, 3653);
  return LOG_RETENTION_DAYS.includes(days)
    ? days
    : refuse(name, String(days), `one of ${LOG_RETENTION_DAYS.join(', ')}, as CloudWatch Logs wants it`);
}

export function refuse(name: DeployedSetting | 'aws:region', value: unknown, expected: string): never {
  throw new pulumi.RunError(`${name}: ${JSON.stringify(value)} is not ${expected}`);
}

/** Lists and maps are JSON; other text is the value itself. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
