import { Decimal } from 'decimal.js';

/**
 * Amounts of US dollars, exact. This is the only module that knows decimal.js.
 *
 * Why nothing is ever rounded: an amount read by `parseUsd` has at most 15 fractional digits, a tier factor at most 2,
 * and dividing by 1,000 adds 3. A cost therefore has at most 20 fractional digits, and 38 digits hold every sum below
 * 10^18 USD.
 */
const Exact = Decimal.clone({ precision: 38, rounding: Decimal.ROUND_HALF_EVEN });

export type Usd = Decimal;

export const ZERO_USD: Usd = new Exact('0');

const THOUSANDTH = new Exact('0.001');

const PLAIN_DECIMAL = /^\d{1,9}(\.\d{1,15})?$/;

/** A plain non-negative decimal such as `0.00055`; anything else (signs, exponents, NaN, more digits) is undefined. */
export function parseUsd(text: string): Usd | undefined {
  return PLAIN_DECIMAL.test(text) ? new Exact(text) : undefined;
}

/** As `parseUsd`, for amounts that the program itself wrote. Throws RangeError. */
export function usd(text: string): Usd {
  const amount = parseUsd(text);
  if (amount === undefined) throw new RangeError(`not an amount of USD: ${JSON.stringify(text)}`);
  return amount;
}

/** An amount that `usdToString` wrote, with all its digits; a database may hand it back as `8.75E-9`. Throws RangeError. */
export function parseExactUsd(text: string): Usd {
  if (!/^\d+(\.\d+)?(E-?\d{1,2})?$/.test(text))
    throw new RangeError(`not an exact amount of USD: ${JSON.stringify(text)}`);
  return new Exact(text);
}

export function addUsd(left: Usd, right: Usd): Usd {
  return left === ZERO_USD ? right : left.plus(right);
}

/** What `left` has over `right`, or zero. */
export function excessUsd(left: Usd, right: Usd): Usd {
  return left.greaterThan(right) ? left.minus(right) : ZERO_USD;
}

/** The cost of a whole number of units at a rate per 1,000 of them. */
export function costOfUnits(units: number, usdPer1000: Usd): Usd {
  return usdPerUnit(usdPer1000).times(units);
}

/** A few rates price millions of calls. */
const KNOWN_USD_PER_UNIT = new WeakMap<Usd, Usd>();

function usdPerUnit(usdPer1000: Usd): Usd {
  const known = KNOWN_USD_PER_UNIT.get(usdPer1000);
  if (known !== undefined) return known;
  const rate = usdPer1000.times(THOUSANDTH);
  KNOWN_USD_PER_UNIT.set(usdPer1000, rate);
  return rate;
}

/** A rate by a factor such as `1.75`. */
export function scaleUsd(rate: Usd, factor: Usd): Usd {
  return rate.times(factor);
}

export function isMoreThan(left: Usd, right: Usd): boolean {
  return left.greaterThan(right);
}

/** Whether `amount` has reached `percent` (a whole number) of `limit`; being exactly there counts. */
export function reachesPercent(amount: Usd, limit: Usd, percent: number): boolean {
  return amount.times(100).greaterThanOrEqualTo(limit.times(percent));
}

/**
 * What `to` has over `from`, in percent of `from`, with a sign: `+10`, `-33.33`, `0`. Rounded half-even to two decimals,
 * and never to zero where the two differ: `+<0.01`. Undefined where `from` is zero and `to` is not.
 */
export function percentDifference(from: Usd, to: Usd): string | undefined {
  if (from.equals(to)) return '0';
  if (from.isZero()) return undefined;
  const percent = to.minus(from).times(100).dividedBy(from);
  const rounded = percent.abs().toDecimalPlaces(2);
  return `${percent.isNegative() ? '-' : '+'}${rounded.isZero() ? '<0.01' : rounded.toFixed()}`;
}

/** How many whole units, rounded up, cost an amount, if `units` of them cost `costUsd`, which is more than zero. */
export function unitsFor(amount: Usd, units: number, costUsd: Usd): number {
  return amount.times(units).dividedBy(costUsd).ceil().toNumber();
}

/** The exact plain decimal, as stored and as printed in JSON: never an exponent. */
export function usdToString(amount: Usd): string {
  return amount.toFixed();
}

/** For charts only: the nearest float. What is to be added up is added up before, exactly. */
export function chartUsd(amount: Usd): number {
  return amount.toNumber();
}
