import { displayAmount, displayMoney } from '../../domain/display.js';
import { formatInstant } from '../../domain/instant.js';
import { usdToString } from '../../domain/money.js';
import type { CreatedKey } from '../keys/createKey.js';
import type { ApiKey, NewKey } from '../keys/keyAdministration.js';
import type { ListedKey, Spending } from '../keys/listKeys.js';
import type { RotatedKey } from '../keys/rotateKey.js';
import { fitTable } from './fitTable.js';
import { zonedDay, zonedTime } from './zoned.js';

/** Keys, a line each, and which of two is to go; days in the zone. */
export function keyLines(keys: readonly ListedKey[], timeZone: string): readonly string[] {
  const rows = keys.map(({ name, key, state, spending }) => [
    name,
    key?.createdAt === undefined ? '' : zonedDay(timeZone, key.createdAt),
    key === undefined ? '' : expiryOf(key, timeZone),
    state,
    spending === undefined ? 'none' : displayAmount(spending.limitUsd),
    spending === undefined ? '' : displayMoney(spending.spentUsd),
    spending === undefined ? '' : zonedDay(timeZone, spending.resetsAt),
  ]);
  const table = fitTable(['key', 'created', 'expires', 'state', 'limit', 'spent', 'resets'], rows);
  const hints = keys.flatMap(({ name, key }, index) =>
    keys[index + 1]?.name === name
      ? [`${name} has two keys; once nobody uses the older:`, `  ${revokeCommand(name, key?.keyId)}`]
      : [],
  );
  return hints.length === 0 ? [table] : [table, '', ...hints];
}

export function listedJson({ name, userName, principalId, key, state, spending }: ListedKey): object {
  return {
    name,
    userName,
    principalId,
    ...(key === undefined ? {} : keyJson(key)),
    state,
    ...(spending === undefined ? {} : spendingJson(spending)),
  };
}

export function spendingJson({ status, limitUsd, spentUsd, resetsAt }: Spending): object {
  const amounts = { limitUsd: usdToString(limitUsd), spentUsd: usdToString(spentUsd) };
  return { budget: status, ...amounts, resetsAt: formatInstant(resetsAt) };
}

/** The only place where the secret of a new key leaves the command. */
export function createdLines(
  { name, userName, limitUsd, key, spending }: CreatedKey,
  timeZone: string,
): readonly string[] {
  const resets = spending === undefined ? '' : `, resets ${zonedTime(timeZone, spending.resetsAt)}`;
  return [
    `created key ${name}, of user ${userName}`,
    `limit ${displayAmount(limitUsd)}${resets}`,
    ...secretLines(key, timeZone),
  ];
}

export function createdJson({ name, userName, principalId, limitUsd, key, spending }: CreatedKey): object {
  const budget = spending === undefined ? { limitUsd: usdToString(limitUsd) } : spendingJson(spending);
  return { name, userName, principalId, ...keyJson(key), ...budget, secret: key.secret };
}

export function rotatedLines(name: string, { key, oldKeyId, old }: RotatedKey, timeZone: string): readonly string[] {
  const fate = {
    none: [],
    kept: ['the old key is still active; once nobody uses it:', `  ${revokeCommand(name, oldKeyId)}`],
    deleted: [`key ${oldKeyId ?? ''} is deleted`],
    left: [],
  } as const;
  return [`key ${name} has a new secret`, ...fate[old], ...secretLines(key, timeZone)];
}

/** How the old key is deleted later. */
export function revokeCommand(name: string, keyId: string | undefined): string {
  return `budgeteer keys revoke ${name} --key ${keyId ?? ''}`;
}

export function rotatedJson(name: string, principalId: string, rotated: RotatedKey): object {
  const { key, oldKeyId, old } = rotated;
  return {
    name,
    principalId,
    ...keyJson(key),
    secret: key.secret,
    old,
    ...(oldKeyId === undefined ? {} : { oldKeyId }),
  };
}

function keyJson({ keyId, isActive, createdAt, expiresAt }: ApiKey): object {
  return {
    keyId,
    active: isActive,
    ...(createdAt === undefined ? {} : { createdAt: formatInstant(createdAt) }),
    ...(expiresAt === undefined ? {} : { expiresAt: formatInstant(expiresAt) }),
  };
}

function secretLines({ secret, expiresAt }: NewKey, timeZone: string): readonly string[] {
  const expiry = expiresAt === undefined ? 'does not expire' : `expires ${zonedTime(timeZone, expiresAt)}`;
  return [`its secret, shown this once, ${expiry}:`, '', `export AWS_BEARER_TOKEN_BEDROCK=${secret}`];
}

function expiryOf({ expiresAt }: ApiKey, timeZone: string): string {
  return expiresAt === undefined ? 'never' : zonedDay(timeZone, expiresAt);
}
