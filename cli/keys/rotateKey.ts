import { DAY_MS } from '../../domain/instant.js';
import { problemOf } from '../stack/awsProblem.js';
import type { Interruption } from '../interruption.js';
import { UserError } from '../userError.js';
import { MAX_KEYS, type ApiKey, type KeyAdministration, type NewKey } from './keyAdministration.js';
import type { OwnedKeys } from './ownedKeys.js';
import { carryOut } from './steps.js';

export interface Rotation {
  /** `undefined`: the new key does not expire. */
  readonly ageDays: number | undefined;
  /** Leaves the old key active, to be revoked once nobody uses it any more. */
  readonly keepOld: boolean;
}

export interface RotatedKey {
  readonly key: NewKey;
  /** Undefined if there was none. */
  readonly oldKeyId: string | undefined;
  /** What has become of the old key. */
  readonly old: 'none' | 'kept' | 'deleted' | 'left';
  /** Why it was left. */
  readonly problem?: string;
}

/**
 * Gives a user a new key, then takes the old one. Throws UserError if it has two already, and if the new one cannot be
 * made, which then leaves the old one. Once there is a new key it stays, whatever happens to the old one.
 */
export async function rotateKey(
  administration: KeyAdministration,
  owned: OwnedKeys,
  { ageDays, keepOld }: Rotation,
  interruption: Interruption,
): Promise<RotatedKey> {
  assertRoom(owned);
  const key = await newKey(administration, owned, ageDays, interruption);
  const oldKeyId = owned.keys[0]?.keyId;
  if (oldKeyId === undefined) return { key, oldKeyId, old: 'none' };
  if (keepOld) return { key, oldKeyId, old: 'kept' };
  try {
    await administration.setActive(owned.userName, oldKeyId, false);
    await administration.deleteKey(owned.userName, oldKeyId);
    return { key, oldKeyId, old: 'deleted' };
  } catch (error) {
    return { key, oldKeyId, old: 'left', problem: problemOf(error) };
  }
}

/** As long as the last key was to live; undefined if it does not expire. */
export function ageOf(key: ApiKey | undefined): number | undefined {
  if (key?.createdAt === undefined || key.expiresAt === undefined) return undefined;
  return Math.max(1, Math.round((key.expiresAt - key.createdAt) / DAY_MS));
}

/** Throws UserError. */
export function assertRoom({ name, keys }: OwnedKeys): void {
  const [oldest] = keys;
  if (keys.length < MAX_KEYS || oldest === undefined) return;
  throw new UserError(
    `${name} has ${keys.length} keys already, IAM's most; \`keys revoke ${name} --key ${oldest.keyId}\` deletes one`,
  );
}

async function newKey(
  administration: KeyAdministration,
  { userName }: OwnedKeys,
  ageDays: number | undefined,
  interruption: Interruption,
): Promise<NewKey> {
  const made: { key?: NewKey; before?: readonly ApiKey[] } = {};
  const step = {
    what: 'create the new key',
    run: async () => {
      made.before = await administration.keysOf(userName);
      made.key = await administration.createKey(userName, ageDays);
    },
    takeBack: async () => {
      const { key, before } = made;
      if (before === undefined) return;
      // Without an answer nobody knows the id; somebody else's key was there before.
      const isOurs = ({ keyId }: ApiKey): boolean =>
        key === undefined ? !before.some((old) => old.keyId === keyId) : keyId === key.keyId;
      for (const { keyId } of (await administration.keysOf(userName)).filter(isOurs)) {
        await administration.deleteKey(userName, keyId);
      }
    },
    leaves: `a new key of user ${userName}`,
  };
  await carryOut([step], interruption);
  if (made.key === undefined) throw new TypeError('the step was done without a key');
  return made.key;
}
