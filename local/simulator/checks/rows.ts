import type { Budget } from '../../../domain/budget/budget.js';
import type { Instant } from '../../../domain/instant.js';
import type { Played } from '../run/simulation.js';

/** A budget's row as it stood at an instant. */
export function rowAt({ watch }: Played, principalId: string, at: Instant): Budget | undefined {
  return watch.writes.get(principalId)?.findLast((write) => write.at <= at)?.after;
}

/** As it stood at any time of a span. */
export function rowsIn(played: Played, principalId: string, from: Instant, until: Instant): readonly Budget[] {
  const first = rowAt(played, principalId, from);
  const others = (played.watch.writes.get(principalId) ?? []).filter(({ at }) => at > from && at <= until);
  return [...(first === undefined ? [] : [first]), ...others.map(({ after }) => after)];
}
