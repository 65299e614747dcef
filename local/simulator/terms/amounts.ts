import { usdToString, type Usd } from '../../../domain/money.js';

/** More than prices per token have. */
const DECIMALS = 24;

/** An amount of USD, exactly, as a whole number of 10^-24 USD: checks do not calculate with what they check. */
export function unitsOf(amount: Usd | string): bigint {
  const text = typeof amount === 'string' ? amount : usdToString(amount);
  const [whole = '0', fraction = ''] = text.split('.');
  if (fraction.length > DECIMALS) throw new RangeError(`${text} has more than ${DECIMALS} decimals`);
  return BigInt(`${whole}${fraction.padEnd(DECIMALS, '0')}`);
}

/** `$1.25` */
export function unitsText(units: bigint): string {
  const digits = String(units).padStart(DECIMALS + 1, '0');
  const [whole, fraction] = [digits.slice(0, -DECIMALS), digits.slice(-DECIMALS).replace(/0+$/, '')];
  return fraction === '' ? `$${whole}` : `$${whole}.${fraction}`;
}

export function sumOf(amounts: Iterable<bigint>): bigint {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}

export function leastOf(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}

/** What of an amount is beyond another; nothing where it is not more. */
export function beyond(amount: bigint, other: bigint): bigint {
  return amount > other ? amount - other : 0n;
}

export function reaches(spent: bigint, limit: bigint, percent: number): boolean {
  return spent * 100n >= limit * BigInt(percent);
}
