import type { Instant } from './instant.js';
import { isMoreThan, usd, ZERO_USD, type Usd } from './money.js';

/** Money and time as people read them. Amounts are rounded half-even; the exact ones are in JSON and in the tables. */

/** A hundredth of a cent, below which nobody looks. */
const DECIMALS = 4;
const SMALLEST = usd('0.0001');

/** `$0.7312`: rounded to `decimals`, or exact without it. */
export function displayUsd(amount: Usd, decimals?: number): string {
  return `$${decimals === undefined ? amount.toFixed() : amount.toFixed(decimals)}`;
}

/** `$0.7312`, `$1.0000`; never as nothing, but `<$0.0001`: for columns. */
export function displayMoney(amount: Usd): string {
  const isTiny = isMoreThan(amount, ZERO_USD) && isMoreThan(SMALLEST, amount);
  return isTiny ? `<$${SMALLEST.toFixed()}` : displayUsd(amount, DECIMALS);
}

/** `$0.7312`, `$1.00`; what would round to nothing with all its digits: for sentences. */
export function displayAmount(amount: Usd): string {
  const rounded = displayUsd(amount, DECIMALS);
  if (isMoreThan(amount, ZERO_USD) && !/[1-9]/.test(rounded)) return displayUsd(amount);
  return rounded.replace(/(\.\d\d)(\d*?)0+$/, '$1$2');
}

/** `73 %` of a positive limit, rounded down so that 99.99 % never reads as 100 %. */
export function displayPercent(amount: Usd, limit: Usd): string {
  return `${amount.times(100).dividedBy(limit).floor().toFixed()} %`;
}

/** `2026-10-01 09:05:00`, UTC: for columns. */
export function displayInstant(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}

/** `2026-11-04 00:00 UTC`, with seconds where there are any: for sentences. */
export function displayTime(instant: Instant): string {
  return `${displayInstant(instant).replace(/(:\d\d):00$/, '$1')} UTC`;
}

/** `90 seconds`, `5 minutes`, `2 hours`, `3 days`: in the largest unit that divides it. */
export function displayDuration(seconds: number): string {
  const units = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ] as const;
  const [size, unit] = units.find(([length]) => seconds >= length && seconds % length === 0) ?? [1, 'second'];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
