import { problemOf } from '../stack/awsProblem.js';
import type { Interruption } from '../interruption.js';
import { UserError } from '../userError.js';
import type { KeyAdministration } from './keyAdministration.js';
import type { OwnedKeys } from './ownedKeys.js';

/** A change that is not taken back: it may be repeated until all is done. */
export interface Removal {
  readonly what: string;
  readonly run: () => Promise<void>;
}

/**
 * Stops every key first, then deletes the keys and the user with its policies; of one key, only that key. Throws
 * UserError if there is no such key, and if the user has what this command does not make.
 */
export async function removalsOf(
  administration: KeyAdministration,
  owned: OwnedKeys,
  keyId: string | undefined,
): Promise<readonly Removal[]> {
  const { name, userName, keys } = owned;
  const these = keys.filter((key) => keyId === undefined || key.keyId === keyId);
  if (keyId !== undefined && these.length === 0) throw new UserError(`${name} has no key ${keyId}`);
  const ofKeys = [
    ...these.map((key) => ({
      what: `deactivate key ${key.keyId}`,
      run: () => administration.setActive(userName, key.keyId, false),
    })),
    ...these.map((key) => ({
      what: `delete key ${key.keyId}`,
      run: () => administration.deleteKey(userName, key.keyId),
    })),
  ];
  if (keyId !== undefined) return ofKeys;
  const others = await administration.otherCredentials(userName);
  if (others.length > 0) {
    throw new UserError(`${name}: user ${userName} also has ${others.join(', ')}; delete that first, or use --key`);
  }
  return [...ofKeys, { what: `delete user ${userName}`, run: () => administration.deleteUser(userName) }];
}

/** Throws UserError, which says what was done and what is left; the same command goes on from there. */
export async function remove(removals: readonly Removal[], interruption: Interruption): Promise<void> {
  for (const [index, { what, run }] of removals.entries()) {
    try {
      if (interruption.isRequested) throw new UserError('interrupted');
      await run();
    } catch (error) {
      const listed = (from: number, to: number): string =>
        removals
          .slice(from, to)
          .map((removal) => removal.what)
          .join(', ') || 'nothing';
      const state = `done: ${listed(0, index)}; left: ${listed(index, removals.length)}`;
      throw new UserError(`${what}: ${problemOf(error)}; ${state}; run it again to go on`, { cause: error });
    }
  }
}
