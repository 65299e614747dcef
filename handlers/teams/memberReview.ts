import type { Settings } from '../../domain/settings/settings.js';
import { hasDueWork, reviewBudget, type HoldsOf, type ReviewPorts } from '../budgets/budgetReview.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import { failTogether } from '../runtime/errors.js';
import { readRows } from './readRows.js';
import type { CountingPorts } from './teamCounting.js';

export interface MemberReviewPorts extends ReviewPorts, CountingPorts {}

/** Whether a row tells that its team has begun, or stopped, to hold its members. */
export function hasTurned({ outbox }: StoredBudget): boolean {
  return outbox.some(({ detail }) => detail.type === 'TeamSuspended' || detail.type === 'TeamRestored');
}

/**
 * Reviews the members whose spend a team has counted and that have work due: their access is cut while the team is over
 * its limit, and given back after; one that fails holds up no other. Throws what the tables throw.
 */
export async function reviewMembers(
  ports: MemberReviewPorts,
  team: string,
  settings: Settings,
  holdsOf: HoldsOf,
): Promise<void> {
  const failures: unknown[] = [];
  let from: string | undefined;
  do {
    const page = await ports.counts.members(team, from);
    const members = await readRows(
      ports,
      page.counts.map(({ principalId }) => principalId),
    );
    for (const [principalId, member] of members) {
      if (!hasDueWork(member, settings, ports.clock.now(), holdsOf)) continue;
      try {
        await reviewBudget(ports, principalId, settings, holdsOf);
        ports.telemetry.count('BudgetsReviewed', 1);
      } catch (error) {
        ports.telemetry.error('the review of a member failed', error, { principalId });
        failures.push(error);
      }
    }
    from = page.next;
  } while (from !== undefined);
  failTogether(failures, `reviews of ${failures.length} members of ${team} failed`);
}
