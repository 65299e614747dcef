import type { PrincipalKind, SimulatedPrincipal } from '../scenario/scenario.js';

const ACCOUNT_TYPES: Readonly<Record<PrincipalKind, string>> = {
  user: 'iam_user',
  protected: 'iam_user',
  'api-key': 'bedrock_api_key',
  role: 'iam_role',
  sso: 'sso_role',
  root: 'root',
  person: 'person',
};

/** Whether a pattern of a scenario's rule or team means a principal. */
export function isMeant(pattern: string, { kind, name }: SimulatedPrincipal): boolean {
  const type = kind === 'role' || kind === 'sso' ? 'role' : kind === 'person' ? 'person' : 'user';
  const id = kind === 'root' ? 'root' : `${type}/${name.toLowerCase()}`;
  const parts = pattern
    .toLowerCase()
    .split('*')
    .map((part) => part.replace(/[^a-z0-9]/g, '\\$&'));
  return pattern === ACCOUNT_TYPES[kind] || new RegExp(`^${parts.join('.*')}$`).test(id);
}
