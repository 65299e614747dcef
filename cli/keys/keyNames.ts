import { DAY_MS } from '../../domain/instant.js';
import { UserError } from '../userError.js';
import { deadlineOf, type Here } from '../values/when.js';

/** As the Bedrock console begins the names of users that own keys; by it the stack knows them. */
const PREFIX = 'BedrockAPIKey-';

/** A user name of IAM has at most 64 characters. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.@+=-]{0,49}$/;

/** IAM's bound (API reference, CreateServiceSpecificCredential). */
const MAX_AGE_DAYS = 36_600;

/** The IAM user of a key. Throws UserError. */
export function userNameOf(name: string): string {
  if (NAME.test(name)) return `${PREFIX}${name}`;
  throw new UserError(
    `${JSON.stringify(name)} is no name of a key: a letter or digit, then up to 49 of letters, digits and _.@+=-`,
  );
}

/** The reverse of `userNameOf`. */
export function keyNameOf(userName: string): string {
  return userName.startsWith(PREFIX) ? userName.slice(PREFIX.length) : userName;
}

/** Where a stack's users for keys are, and no others. */
export function pathOf(stack: string): string {
  return `/bedrock-budgeteer/${stack}/`;
}

/**
 * `90d`, `12w`, a day, which counts whole, or `never`: in whole days from now, rounded down, so that no key outlives what
 * was asked for; undefined for never. Throws UserError.
 */
export function readExpiry(text: string, here: Here): number | undefined {
  if (text === 'never') return undefined;
  const days = Math.floor((deadlineOf(text, '--expires', here) - here.now) / DAY_MS);
  if (days >= 1 && days <= MAX_AGE_DAYS) return days;
  throw new UserError(
    `--expires: ${JSON.stringify(text)} comes to ${days} days; 1d to ${MAX_AGE_DAYS}d can be, or never`,
  );
}
