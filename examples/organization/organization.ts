import { parse } from 'yaml';
import { isObject, objectAt, stringAt, type JsonObject } from '../../domain/json.js';

/** Accounts that each get a stack of the same name. */
export interface Organization {
  readonly stack: string;
  /** Name of the role in each account that deploys. */
  readonly role: string;
  readonly accounts: readonly Account[];
}

export interface Account {
  readonly id: string;
  readonly name: string;
  /** Where Pulumi keeps the state of this account's stack. */
  readonly backend: string;
  /** What `Pulumi.STACK.yaml` of this account holds: the settings of all, and its own in their place. */
  readonly config: JsonObject;
}

/** Reads accounts.yaml. Throws TypeError: one line with the place of what is wrong. */
export function readOrganization(text: string): Organization {
  const file: unknown = parse(text);
  if (!isObject(file)) throw new TypeError('accounts.yaml: not a mapping');
  const backend = textAt(file, 'backend', '');
  const list: readonly unknown[] = Array.isArray(file['accounts']) ? file['accounts'] : [];
  const accounts = list.map((entry, index) =>
    accountOf(entry, `accounts[${index}].`, backend, objectAt(file, 'settings')),
  );
  const repeated = accounts.find(({ id }, index) => accounts.findIndex((other) => other.id === id) < index);
  if (accounts.length === 0) throw new TypeError('accounts: there are none');
  if (repeated !== undefined) throw new TypeError(`accounts: ${repeated.id} stands there twice`);
  return { stack: textAt(file, 'stack', ''), role: textAt(file, 'role', ''), accounts };
}

function accountOf(entry: unknown, place: string, backend: string, common: JsonObject): Account {
  const id = textAt(entry, 'id', place);
  if (!/^\d{12}$/.test(id)) throw new TypeError(`${place}id: ${id} is not 12 digits in quotes`);
  const settings = { ...common, ...objectAt(entry, 'settings') };
  const named = Object.entries(settings).map(([name, value]) => [nameOf(name), value] as const);
  return {
    id,
    name: textAt(entry, 'name', place),
    backend: backend.replaceAll('ACCOUNT', id),
    // The provider refuses credentials of any other account.
    config: { ...Object.fromEntries(named), 'aws:allowedAccountIds': [id] },
  };
}

/** As Pulumi names a setting: `aws:region` stays, all others are the project's. */
function nameOf(setting: string): string {
  return setting.includes(':') ? setting : `bedrock-budgeteer:${setting}`;
}

function textAt(value: unknown, key: string, place: string): string {
  const text = stringAt(value, key);
  if (text === undefined || text === '') throw new TypeError(`${place}${key}: not a text`);
  return text;
}
