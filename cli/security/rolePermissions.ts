import { statementsIn } from '../../domain/iam/policyDocument.js';
import { isObject, stringAt } from '../../domain/json.js';
import type { Plan, PlannedResource } from '../../local/engine/plan.js';

/** One statement of a role's policy, without account, Region and stack in its names. */
export interface Permission {
  readonly role: string;
  readonly statement: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `KEY = VALUES`; empty if there is none. */
  readonly condition: string;
}

/** What a stack's roles may do. Roles that differ only in the Region are listed once. */
export function permissionsIn(plan: Plan): readonly Permission[] {
  const region = textOf(plan.outputs['homeRegion']);
  const short = shortener(plan, region);
  const all = plan.resources
    .filter(({ type }) => type === 'aws:iam/rolePolicy:RolePolicy')
    .flatMap((policy) => {
      return (statementsIn(inputOf(policy, 'policy')) ?? [])
        .filter(isObject)
        .map((statement) => permissionOf(short(inputOf(policy, 'role')), statement, short));
    });
  const byText = new Map(all.map((permission) => [`${permission.role} ${permission.statement}`, permission]));
  const isCopy = ({ role, statement }: Permission): boolean =>
    role.endsWith('-REGION') && byText.has(`${role.slice(0, -'-REGION'.length)} ${statement}`);
  return [...byText.values()].filter((permission) => !isCopy(permission)).sort(byRole);
}

function byRole(left: Permission, right: Permission): number {
  return left.role < right.role ? -1 : Number(left.role > right.role);
}

type Shorten = (text: string) => string;

function shortener(plan: Plan, home: string): Shorten {
  const prefix = `bedrock-budgeteer-${plan.stack}`;
  return (text) =>
    text
      .replaceAll(`${prefix}-`, 'STACK-')
      .replaceAll(`bedrock-budgeteer/${plan.stack}`, 'bedrock-budgeteer/STACK')
      .replaceAll(`bedrock-budgeteer-addresses/${plan.stack}`, 'bedrock-budgeteer-addresses/STACK')
      .replace(/\b[a-z]{2}(?:-[a-z]+)+-\d\b/g, (region) => (region === home ? 'HOME' : 'REGION'))
      .replaceAll('HOME', 'REGION')
      .replace(/\b\d{12}\b/g, 'ACCOUNT')
      .replace(/^arn:aws:/, '')
      .replace(/^STACK-(?!.*:)/, '');
}

function permissionOf(role: string, statement: Readonly<Record<string, unknown>>, short: Shorten): Permission {
  return {
    role,
    statement: textOf(statement['Sid']),
    effect: textOf(statement['Effect']),
    actions: textsOf(statement['Action']),
    resources: textsOf(statement['Resource']).map(short),
    condition: conditionOf(statement['Condition'], short),
  };
}

function conditionOf(condition: unknown, short: Shorten): string {
  if (!isObject(condition)) return '';
  const keys = Object.values(condition).flatMap((values) => (isObject(values) ? Object.entries(values) : []));
  return keys.map(([key, values]) => `${key} = ${textsOf(values).map(short).join(', ')}`).join('; ');
}

function inputOf({ urn, inputs }: PlannedResource, name: string): string {
  const value = stringAt(inputs, name);
  if (value === undefined) throw new TypeError(`${urn}: ${name} is not known`);
  return value;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : [textOf(value)];
}
