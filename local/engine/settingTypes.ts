import { arrayAt, isObject, objectAt, stringAt, type JsonObject } from '../../domain/json.js';
import { PlanFailure } from './planFailure.js';

/** A setting as its file has it: a text, or the JSON of a list or map. */
export interface Setting {
  readonly value: string;
  readonly isJson: boolean;
  readonly isSecret: boolean;
}

/** As Pulumi.yaml declares it: `integer`, `array<string>`; undefined for any. */
export function declaredType(declaration: JsonObject): string | undefined {
  const type = stringAt(declaration, 'type');
  if (type !== 'array') return type;
  return `array<${declaredType(objectAt(declaration, 'items')) ?? 'any'}>`;
}

/** As the CLI checks it (Pulumi's project schema). Throws PlanFailure naming the setting, its value and its type. */
export function checkType(place: string, type: string | undefined, setting: Setting | undefined): void {
  if (setting === undefined) throw new PlanFailure(`${place}: no value, and no default`);
  const { value, isJson, isSecret } = setting;
  if (type === undefined || isSecret || isOfType(type, isJson ? (JSON.parse(value) as unknown) : value)) return;
  const [, name = ''] = /:([^:]*)$/.exec(place) ?? [];
  const hint = type.startsWith('array<') ? `; set one entry after another by --path '${name}[0]'` : '';
  throw new PlanFailure(`${place}: must be of type ${type}, and is ${value}${hint}`);
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Number.isInteger(value) : isText(value, /^[+-]?\d+$/);
    case 'boolean':
      return typeof value === 'boolean' || isText(value, /^(?:true|false)$/);
    case 'string':
      return typeof value === 'string';
    case 'object':
      return isObject(value);
    default: {
      const [, items] = /^array<(.*)>$/.exec(type) ?? [];
      if (items === undefined) return true;
      return (
        Array.isArray(value) && arrayAt({ value }, 'value').every((item) => items === 'any' || isOfType(items, item))
      );
    }
  }
}

function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}
