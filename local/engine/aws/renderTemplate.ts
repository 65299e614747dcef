import { ResourceReference, type PlanObject, type PlanValue } from '../plan.js';
import { withoutSecrets } from '../planValue.js';
import { hexOf, uuidOf } from './fingerprint.js';
import { dnsSuffix, partitionOf } from './partition.js';

/** What a template may speak of. */
export interface TemplateValues {
  readonly urn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly inputs: PlanObject;
}

/** Fills in a template of a `Shape`. Throws on a placeholder that nobody defined. */
export function renderTemplate(template: string, values: TemplateValues): string {
  return template.replace(/\{([^}]+)\}/g, (_, placeholder: string) => valueOf(placeholder, values));
}

/** An input as text; a resource given for its name or id stands for its id. Absent inputs are undefined. */
export function inputText(inputs: PlanObject, key: string): string | undefined {
  const value: PlanValue = withoutSecrets(inputs[key] ?? null);
  if (value instanceof ResourceReference) return typeof value.id === 'string' ? value.id : value.urn;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function valueOf(placeholder: string, values: TemplateValues): string {
  const { urn, name, account, region, inputs } = values;
  const [subject = '', argument = ''] = placeholder.split(/[:.](.*)/);
  if (subject === 'input') return inputOr(inputs, argument);
  if (subject === 'hex') return hexOf(urn, Number(argument));
  const fixed: Readonly<Record<string, string>> = {
    name,
    account,
    region,
    partition: partitionOf(region),
    dns: dnsSuffix(region),
    uuid: uuidOf(urn),
    '/name': name.startsWith('/') ? name : `/${name}`,
    'bus/': busPrefix(inputText(inputs, 'eventBusName')),
    functionArn: functionArn(values),
  };
  const value = fixed[placeholder];
  if (value === undefined) throw new Error(`no placeholder {${placeholder}}`);
  return value;
}

function inputOr(inputs: PlanObject, argument: string): string {
  const [key = '', otherwise = ''] = argument.split('|');
  return inputText(inputs, key) ?? otherwise;
}

/** Rules of the default bus carry no bus in their ARN; a bus may be given by its ARN. */
function busPrefix(bus: string | undefined): string {
  const name = bus?.split('/').at(-1) ?? 'default';
  return name === 'default' ? '' : `${name}/`;
}

/** A function may be given by name or by ARN. */
function functionArn({ inputs, region, account }: TemplateValues): string {
  const given = inputText(inputs, 'functionName') ?? '';
  return given.startsWith('arn:') ? given : `arn:${partitionOf(region)}:lambda:${region}:${account}:function:${given}`;
}
