import type { Instant } from '../instant.js';
import { addUsd, excessUsd, isMoreThan, ZERO_USD, type Usd } from '../money.js';

/** Who did something by hand, and why. */
export interface By {
  /** ARN of the caller, as the caller says it. */
  readonly by: string;
  readonly reason: string;
}

/** Who suspended or restored by hand, and why; the events' `reason` is another. */
export interface Noted {
  /** ARN of the caller, as the caller says it. */
  readonly by?: string;
  readonly note?: string;
}

/** What the limit of every period comes from. */
export type LimitSource =
  | 'settings'
  | `rule ${string}`
  | `team ${string}`
  | 'tag'
  /** By the command. */
  | 'set-limit'
  /** Typed into the row. */
  | 'by-hand';

/** A limit that stands before those of rules and settings. */
export interface LimitOverride extends By {
  readonly at: Instant;
  readonly until: Instant | undefined;
}

export interface TopUp extends By {
  readonly at: Instant;
  readonly until: Instant;
  /** Less what was used of it in the periods before this one. */
  readonly amountUsd: Usd;
}

export interface Exemption extends By {
  readonly at: Instant;
  readonly until: Instant | undefined;
}

/** What was decided by hand for one budget. */
export interface Overrides {
  readonly limit: LimitOverride | undefined;
  /** The soonest to end first: it is used first. */
  readonly topUps: readonly TopUp[];
  readonly exemption: Exemption | undefined;
}

export const NO_OVERRIDES: Overrides = { limit: undefined, topUps: [], exemption: undefined };

/** What makes up the limit of a period. */
export interface Allowance {
  readonly baseLimitUsd: Usd;
  readonly extraUsd: Usd;
  readonly overrides: Overrides;
}

export function limitOf({ baseLimitUsd, extraUsd, overrides }: Allowance): Usd {
  return overrides.topUps.reduce((sum, { amountUsd }) => addUsd(sum, amountUsd), addUsd(baseLimitUsd, extraUsd));
}

/** What is left of a period's limit, the top-ups apart: those end by themselves. */
export function leftOf({ baseLimitUsd, extraUsd }: Allowance, spentUsd: Usd): Usd {
  return excessUsd(addUsd(baseLimitUsd, extraUsd), spentUsd);
}

/** What each top-up has been used for: nothing before the rest of the limit is gone, then the soonest to end first. */
export function usedTopUps(
  { baseLimitUsd, extraUsd, overrides }: Allowance,
  spentUsd: Usd,
): readonly (TopUp & { readonly usedUsd: Usd })[] {
  let beyondUsd = excessUsd(spentUsd, addUsd(baseLimitUsd, extraUsd));
  return overrides.topUps.map((topUp) => {
    const usedUsd = isMoreThan(beyondUsd, topUp.amountUsd) ? topUp.amountUsd : beyondUsd;
    beyondUsd = excessUsd(beyondUsd, usedUsd);
    return { ...topUp, usedUsd };
  });
}

/** The top-ups that go on into a period, less what was used of them in the one before. */
export function topUpsFrom(start: Instant, allowance: Allowance, spentUsd: Usd): readonly TopUp[] {
  return usedTopUps(allowance, spentUsd).flatMap(({ usedUsd, ...topUp }) => {
    const amountUsd = excessUsd(topUp.amountUsd, usedUsd);
    return topUp.until > start && isMoreThan(amountUsd, ZERO_USD) ? [{ ...topUp, amountUsd }] : [];
  });
}

export function withTopUp(topUps: readonly TopUp[], added: TopUp): readonly TopUp[] {
  return [...topUps, added].sort((left, right) => left.until - right.until);
}
