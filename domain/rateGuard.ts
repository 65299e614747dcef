import { isMoreThan, scaleUsd, usd, ZERO_USD, type Usd } from './money.js';

/** Whether a rate that a price refresh found may take the place of the one in use. */
export type GuardAnswer = { readonly kind: 'accepted' } | { readonly kind: 'held'; readonly reason: string };

/** A refresh has moved a price elevenfold by mistake elsewhere; a real change of this size is confirmed by hand. */
const MOST_MOVED = usd('3');

/** Bounds of USD per 1,000 units for a rate that nothing is known to compare with: 0.005 to 200 USD per million. */
const LEAST_NEW = usd('0.000005');
const MOST_NEW = usd('0.2');

/** Compares USD per 1,000 units with the rate in use, or with the bounds of a first one. */
export function guardRate(previous: Usd | undefined, next: Usd): GuardAnswer {
  if (previous === undefined || (previous.isZero() && !next.isZero())) return withinBounds(next);
  if (next.isZero() && !previous.isZero()) return held('to zero');
  if (isMoreThan(next, scaleUsd(previous, MOST_MOVED))) return held('up more than threefold');
  if (isMoreThan(previous, scaleUsd(next, MOST_MOVED))) return held('down more than threefold');
  return { kind: 'accepted' };
}

function withinBounds(next: Usd): GuardAnswer {
  const isWithin = !isMoreThan(LEAST_NEW, next) && !isMoreThan(next, MOST_NEW);
  return isWithin && isMoreThan(next, ZERO_USD) ? { kind: 'accepted' } : held('a first rate outside all known bounds');
}

function held(reason: string): GuardAnswer {
  return { kind: 'held', reason };
}
