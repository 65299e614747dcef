import { DAY_MS, parseDay, type Instant } from '../../domain/instant.js';
import { isMoreThan, parseUsd, ZERO_USD, type Usd } from '../../domain/money.js';
import { UserError } from '../userError.js';

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

/** `25` or `$25`. Throws UserError. */
export function readLimit(text: string): Usd {
  const amount = parseUsd(text.replace(/^\$/, ''));
  if (amount !== undefined && isMoreThan(amount, ZERO_USD)) return amount;
  throw new UserError(`--limit: ${JSON.stringify(text)} is no amount of USD above 0, such as 25 or $7.50`);
}

/** `90d`, `12w`, a day such as `2027-03-31`, or `never`: in whole days from now, undefined for never. Throws UserError. */
export function readExpiry(text: string, now: Instant): number | undefined {
  if (text === 'never') return undefined;
  const days = daysIn(text, now);
  if (days !== undefined && days >= 1 && days <= MAX_AGE_DAYS) return days;
  throw new UserError(
    `--expires: ${JSON.stringify(text)} is not 1d to ${MAX_AGE_DAYS}d, weeks as 12w, a day to come as YYYY-MM-DD, or never`,
  );
}

function daysIn(text: string, now: Instant): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,5})([dw])$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * (unit === 'w' ? 7 : 1);
  const day = parseDay(text);
  // A key never outlives the day that was asked for.
  return day === undefined ? undefined : Math.floor((day - now) / DAY_MS);
}
