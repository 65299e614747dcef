import pc from 'picocolors';
import { displayUsd, isMoreThan, usd, ZERO_USD, type Usd } from '../../domain/money.js';
import type { Instant } from '../../domain/instant.js';

/** `2026-10-01 09:05:00`, UTC. */
export function displayInstant(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}

const HUNDREDTH_OF_A_CENT = usd('0.0001');

/** To a hundredth of a cent, as people read money, but never as nothing; the exact amounts are in `--json`. */
export function displayMoney(amount: Usd): string {
  const isTiny = isMoreThan(amount, ZERO_USD) && isMoreThan(HUNDREDTH_OF_A_CENT, amount);
  return isTiny ? '<$0.0001' : displayUsd(amount, 4);
}

/** The part of an ARN that people know the principal by; the account where there are several. */
export function displayPrincipal(principalId: string, withAccount = false): string {
  const [, , , , account = '', resource] = principalId.split(':');
  if (resource === undefined) return principalId;
  return withAccount ? `${account}:${resource}` : resource;
}

/** Whether principals of more than one account are among these. */
export function spansAccounts(principalIds: Iterable<string>): boolean {
  return new Set([...principalIds].map((id) => id.split(':')[4])).size > 1;
}

/** The package would also colour what a build writes to its log. */
const { green, yellow, red, dim, bold } = pc.createColors(process.stdout.isTTY ? pc.isColorSupported : false);

/** Colours for the terminal; without one, or with NO_COLOR, plain text. */
export const colours = { good: green, notice: yellow, bad: red, quiet: dim, strong: bold };
