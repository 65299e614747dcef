import { withMarkedPart } from '../docs/markedPart.js';
import { withPeoplePolicies } from './peoplePolicies.js';
import { permissionsIn, type Permission } from './rolePermissions.js';
import type { Plan } from '../../local/engine/plan.js';

/** The settings that give roles more permissions. */
export const WITH_MORE = {
  boundaryFallback: 'true',
  deactivateApiKeys: 'true',
  personPolicies: '1',
  dailyReport: 'on',
  notifyPersons: 'mail',
  mailSender: 'budgets@example.com',
} as const;

/**
 * The page with a new table and the policies for people: `plain` and `more` are the plans of one stack, without and with
 * these settings.
 */
export function permissionsPage(page: string, plain: Plan, more: Plan): string {
  return withPeoplePolicies(withMarkedPart(page, tableOf(plain, more)));
}

function tableOf(plain: Plan, more: Plan): string {
  const usual = new Set(permissionsIn(plain).map(keyOf));
  const rows = permissionsIn(more).map((permission) => {
    const role = usual.has(keyOf(permission)) ? permission.role : `${permission.role} (by setting)`;
    const { effect, actions, resources, condition } = permission;
    const what = `${effect === 'Deny' ? 'Deny ' : ''}${listed(actions)}`;
    return `| ${role} | ${permission.statement} | ${what} | ${listed(resources)} | ${condition === '' ? '' : code(condition)} |`;
  });
  return ['| role | statement | actions | on | if |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

function keyOf({ role, statement }: Permission): string {
  return `${role} ${statement}`;
}

function listed(texts: readonly string[]): string {
  return texts.map(code).join(', ');
}

function code(text: string): string {
  return `\`${text}\``;
}
