import { beyond, leastOf, sumOf } from './amounts.js';

/** Money added to the limit until an instant. */
export interface ModelTopUp {
  readonly name: string;
  readonly until: number;
  /** What was not used in the periods before this one. */
  readonly amount: bigint;
}

/** What a budget may spend in a period, in parts. */
export interface ModelLimit {
  readonly base: bigint;
  /** Carried over, and used of top-ups that ended within the period. */
  readonly extra: bigint;
  /** The soonest to end first: it is used first. */
  readonly topUps: readonly ModelTopUp[];
}

export function limitIn({ base, extra, topUps }: ModelLimit): bigint {
  return base + extra + sumOf(topUps.map(({ amount }) => amount));
}

/** What each top-up was used for once the rest of the limit was gone. */
function usedOf({ base, extra, topUps }: ModelLimit, spent: bigint): readonly bigint[] {
  return topUps.map((topUp, index) => {
    const before = sumOf(topUps.slice(0, index).map(({ amount }) => amount));
    return leastOf(topUp.amount, beyond(spent, base + extra + before));
  });
}

/** In the next period; `between`: whole periods in which nothing was spent. Without a bound nothing is carried over. */
export function inNextPeriod(
  limit: ModelLimit,
  spent: bigint,
  start: number,
  { carryOver = 0n, between = 0 }: { readonly carryOver?: bigint | undefined; readonly between?: number },
): ModelLimit {
  const left = beyond(limit.base + limit.extra, spent) + limit.base * BigInt(between);
  const used = usedOf(limit, spent);
  const topUps = limit.topUps
    .map((topUp, index) => ({ ...topUp, amount: topUp.amount - (used[index] ?? 0n) }))
    .filter(({ until, amount }) => until > start && amount > 0n);
  return { base: limit.base, extra: leastOf(left, carryOver), topUps };
}

/** What was used of a top-up stays in the limit of its last period. */
export function withoutTopUps(limit: ModelLimit, spent: bigint, names: ReadonlySet<string>): ModelLimit {
  const used = usedOf(limit, spent);
  const ended = limit.topUps.map(({ name }, index) => (names.has(name) ? (used[index] ?? 0n) : 0n));
  return {
    ...limit,
    extra: limit.extra + sumOf(ended),
    topUps: limit.topUps.filter(({ name }) => !names.has(name)),
  };
}

export function withTopUp(limit: ModelLimit, topUp: ModelTopUp): ModelLimit {
  const topUps = [...limit.topUps, topUp].sort((left, right) => left.until - right.until);
  return { ...limit, topUps };
}
