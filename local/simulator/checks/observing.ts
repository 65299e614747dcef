import type { Enforcement } from '../../../domain/budget/budgetPolicy.js';
import { MINUTE_MS, type Instant } from '../../../domain/instant.js';
import { termsIn } from './configured.js';
import { rowsIn } from './rows.js';
import type { Played } from '../run/simulation.js';

/** Whether a budget's own limit suspended nobody for a whole span of time. */
export function onlyObserved(played: Played, principalId: string, from: Instant, until: Instant): boolean {
  return !enforcementsIn(played, principalId, from, until).has('enforce');
}

/** Whether it was enforced for a whole span of time. */
export function onlyEnforced(played: Played, principalId: string, from: Instant, until: Instant): boolean {
  const found = enforcementsIn(played, principalId, from, until);
  return found.size === 1 && found.has('enforce');
}

/** All that may have held at some time of a span: by the configuration, and by exemptions of this budget by hand. */
export function enforcementsIn(
  played: Played,
  principalId: string,
  from: Instant,
  until: Instant,
): ReadonlySet<Enforcement> {
  const isExempt = rowsIn(played, principalId, from, until).map(({ overrides }) => {
    const { exemption } = overrides;
    if (exemption === undefined) return false;
    const end = exemption.until ?? Number.POSITIVE_INFINITY;
    return end > until + MINUTE_MS ? true : end > from - MINUTE_MS ? undefined : false;
  });
  const configured = termsIn(played, principalId, from, until).map(({ enforcement }) => enforcement);
  const isAlways = isExempt.length > 0 && isExempt.every((one) => one === true);
  const isEver = isExempt.some((one) => one !== false);
  return new Set([...(isAlways ? [] : configured), ...(isEver ? (['exempt'] as const) : [])]);
}
