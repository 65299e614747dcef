import type { Settings } from '../../domain/settings/settings.js';
import { hasDueWork, reviewBudget, type HoldsOf, type ReviewPorts } from '../budgets/budgetReview.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import type { CountingPorts } from './teamCounting.js';

export interface MemberReviewPorts extends ReviewPorts, CountingPorts {}

/** Whether a row tells that its team has begun, or stopped, to hold its members. */
export function hasTurned({ outbox }: StoredBudget): boolean {
  return outbox.some(({ detail }) => detail.type === 'TeamSuspended' || detail.type === 'TeamRestored');
}

/**
 * Reviews the members whose spend a team has counted and that have work due: their access is cut while the team is over
 * its limit, and given back after. Throws what the tables throw.
 */
export async function reviewMembers(
  ports: MemberReviewPorts,
  team: string,
  settings: Settings,
  holdsOf: HoldsOf,
): Promise<void> {
  let from: string | undefined;
  do {
    const page = await ports.counts.members(team, from);
    const members = await ports.budgets.read(page.counts.map(({ principalId }) => principalId));
    for (const [principalId, member] of members) {
      if (!hasDueWork(member, settings, ports.clock.now(), holdsOf)) continue;
      await reviewBudget(ports, principalId, settings, holdsOf);
      ports.telemetry.count('BudgetsReviewed', 1);
    }
    from = page.next;
  } while (from !== undefined);
}
