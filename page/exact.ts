/** Amounts as exact plain decimals in text, never negative: the page adds and compares them without floats. */

/** Below 0, 0 or above, as `left` is less than, the same as or more than `right`. */
export function compareExact(left: string, right: string): number {
  const [leftWhole = '', leftPart = ''] = left.split('.');
  const [rightWhole = '', rightPart = ''] = right.split('.');
  if (leftWhole.length !== rightWhole.length) return leftWhole.length - rightWhole.length;
  if (leftWhole !== rightWhole) return leftWhole < rightWhole ? -1 : 1;
  const decimals = Math.max(leftPart.length, rightPart.length);
  const [leftDigits, rightDigits] = [leftPart.padEnd(decimals, '0'), rightPart.padEnd(decimals, '0')];
  if (leftDigits === rightDigits) return 0;
  return leftDigits < rightDigits ? -1 : 1;
}

/** Digits behind the point in sums; domain/money.ts says why there are no more. */
const DECIMALS = 20;

export function sumExact(amounts: Iterable<string>): string {
  let sum = 0n;
  for (const amount of amounts) sum += unitsOf(amount);
  return textOf(sum);
}

/** What `left` has over `right`, or 0. */
export function excessExact(left: string, right: string): string {
  const rest = unitsOf(left) - unitsOf(right);
  return textOf(rest > 0n ? rest : 0n);
}

/** `$1,234.57`, rounded half-even to cents; what is less than a cent is `<$0.01`, and nothing is `$0.00`. */
export function shownUsd(amount: string): string {
  const units = unitsOf(amount);
  const cent = 10n ** BigInt(DECIMALS - 2);
  if (units > 0n && units < cent) return '<$0.01';
  const [cents, rest] = [units / cent, (units % cent) * 2n];
  const isUp = rest > cent || (rest === cent && cents % 2n === 1n);
  const rounded = String(isUp ? cents + 1n : cents).padStart(3, '0');
  return `$${grouped(rounded.slice(0, -2))}.${rounded.slice(-2)}`;
}

/** `1234567` as `1,234,567`. */
export function grouped(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Whole percent of a limit, rounded down, so that what has not reached 100 % never reads so; undefined of no limit. */
export function percentOf(amount: string, limit: string): number | undefined {
  const whole = unitsOf(limit);
  return whole === 0n ? undefined : Number((unitsOf(amount) * 100n) / whole);
}

function unitsOf(amount: string): bigint {
  const [whole = '0', part = ''] = amount.split('.');
  return BigInt(whole + part.padEnd(DECIMALS, '0').slice(0, DECIMALS));
}

function textOf(units: bigint): string {
  const digits = String(units).padStart(DECIMALS + 1, '0');
  return `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`.replace(/\.?0+$/, '');
}
