import type { Enforcement } from '../../../domain/budget/budgetPolicy.js';
import type { Instant } from '../../../domain/instant.js';
import type { Played } from '../run/simulation.js';

/** Whether the stack observed for a whole span of time. */
export function onlyObserved(played: Played, from: Instant, until: Instant): boolean {
  return !set(played, from, until).includes('enforce');
}

/** Whether it enforced for a whole span of time. */
export function onlyEnforced(played: Played, from: Instant, until: Instant): boolean {
  return !set(played, from, until).includes('observe');
}

export function enforcesAtRest({ watch }: Played): boolean {
  return watch.enforcements.at(-1)?.enforcement !== 'observe';
}

/** The values set at any time of the span. */
function set({ watch }: Played, from: Instant, until: Instant): readonly Enforcement[] {
  const { enforcements } = watch;
  return enforcements
    .filter(({ at }, index) => at <= until && (enforcements[index + 1]?.at ?? Number.POSITIVE_INFINITY) > from)
    .map(({ enforcement }) => enforcement);
}
