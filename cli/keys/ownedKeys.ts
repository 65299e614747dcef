import type { Budget } from '../../domain/budget/budget.js';
import { UserError } from '../userError.js';
import type { Stack } from '../stack/stack.js';
import type { ApiKey, KeyAdministration } from './keyAdministration.js';
import { pathOf, userNameOf } from './keyNames.js';

/** A user that `keys create` of this stack made, with its keys. */
export interface OwnedKeys {
  readonly name: string;
  readonly userName: string;
  /** Its ARN. */
  readonly principalId: string;
  /** The oldest first. */
  readonly keys: readonly ApiKey[];
}

/** Throws UserError if there is no such user, or if another made it. */
export async function ownedKeys(
  stack: Pick<Stack, 'name'>,
  administration: KeyAdministration,
  name: string,
): Promise<OwnedKeys> {
  const userName = userNameOf(name);
  const found = await administration.find(userName);
  if (found === undefined) throw new UserError(`${name}: there is no such key; \`keys list\` shows all`);
  if (!found.arn.endsWith(`:user${pathOf(stack.name)}${userName}`)) {
    throw new UserError(`${name}: \`keys create\` of stack ${stack.name} did not make ${found.arn}; it stays as it is`);
  }
  return { name, userName, principalId: found.arn, keys: byAge(await administration.keysOf(userName)) };
}

/** The oldest first. */
export function byAge(keys: readonly ApiKey[]): readonly ApiKey[] {
  return [...keys].sort((left, right) => (left.createdAt ?? 0) - (right.createdAt ?? 0));
}

/** Whether the Deny is on the user, whichever key it calls by. */
export function hasDeny(budget: Budget | undefined): boolean {
  return budget?.status === 'suspending' || budget?.status === 'suspended' || budget?.status === 'restoring';
}
