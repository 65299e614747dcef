import type { Instant } from '../../domain/instant.js';
import type { Stack } from '../stack/stack.js';
import type { StoredView } from './budgetView.js';

/** How many principals are asked, and for how many of their last calls. */
const PRINCIPALS = 25;
const CALLS = 20;

/**
 * The last metered call of each Region: among the last calls of the principals that were charged last, so that it costs
 * the same however many there are. A Region that these do not call is undefined.
 */
export async function lastRecords(
  stack: Stack,
  views: readonly StoredView[],
): Promise<ReadonlyMap<string, Instant | undefined>> {
  const last = new Map<string, Instant | undefined>(stack.regions.map((region) => [region, undefined]));
  const charged = views.filter(({ budget }) => budget.accountType !== 'team');
  const latest = [...charged].sort((one, other) => other.stored.updatedAt - one.stored.updatedAt).slice(0, PRINCIPALS);
  for (const { budget } of latest) {
    for (const { record } of await stack.usage.latest(budget.principalId, CALLS)) {
      const known = last.get(record.region);
      if (known === undefined || record.timestamp > known) last.set(record.region, record.timestamp);
    }
  }
  return last;
}
