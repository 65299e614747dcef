import { isSuspension, type Budget } from '../budget/budget.js';
import type { Instant } from '../instant.js';
import { excessUsd, isMoreThan, unitsFor, ZERO_USD } from '../money.js';

/**
 * When a budget reaches its limit, if the rest of its period is spent at the rate of the period so far. Undefined where
 * that is not before the reset, where the limit is reached already, and where nothing is being spent: access is cut, the
 * principal is deleted, or the row is still about an earlier period.
 */
export function forecastOf(budget: Budget, now: Instant): Instant | undefined {
  const { period, spentUsd, limitUsd } = budget;
  if (isSuspension(budget) || budget.status === 'closed') return undefined;
  if (now <= period.start || now >= period.end) return undefined;
  const leftUsd = excessUsd(limitUsd, spentUsd);
  if (!isMoreThan(leftUsd, ZERO_USD) || !isMoreThan(spentUsd, ZERO_USD)) return undefined;
  const reachedAt = now + unitsFor(leftUsd, now - period.start, spentUsd);
  return reachedAt < period.end ? reachedAt : undefined;
}
