import pc from 'picocolors';
import { displayUsd, isMoreThan, usd, ZERO_USD, type Usd } from '../../domain/money.js';
import type { Instant } from '../../domain/instant.js';

/** `2026-10-01 09:05:00`, UTC. */
export function displayInstant(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}

const HUNDREDTH_OF_A_CENT = usd('0.0001');

/** To a hundredth of a cent, and never 0 for a positive amount. `--json` has exact amounts. */
export function displayMoney(amount: Usd): string {
  const isTiny = isMoreThan(amount, ZERO_USD) && isMoreThan(HUNDREDTH_OF_A_CENT, amount);
  return isTiny ? '<$0.0001' : displayUsd(amount, 4);
}

/** The readable part of an ARN, with the account if there are several. */
export function displayPrincipal(principalId: string, withAccount = false): string {
  const [, , , , account = '', resource] = principalId.split(':');
  if (resource === undefined) return principalId;
  return withAccount ? `${account}:${resource}` : resource;
}

/** Whether the principals belong to more than one account. */
export function spansAccounts(principalIds: Iterable<string>): boolean {
  return new Set([...principalIds].map((id) => id.split(':')[4])).size > 1;
}

/** The package's default would also colour output that is not a terminal. */
const { green, yellow, red, dim, bold } = pc.createColors(process.stdout.isTTY ? pc.isColorSupported : false);

/** Colours on a terminal; plain text elsewhere or with NO_COLOR. */
export const colours = { good: green, notice: yellow, bad: red, quiet: dim, strong: bold };
