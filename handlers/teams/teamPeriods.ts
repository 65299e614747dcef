import { periodOf } from '../../domain/budget/inPeriod.js';
import { teamPeriodAt } from '../../domain/budget/openBudget.js';
import { CLOCK_TOLERANCE_MS } from '../../domain/budget/recordSpend.js';
import type { TeamPeriod } from '../../domain/budget/teamSpend.js';
import type { Principal } from '../../domain/iam/principal.js';
import type { Instant } from '../../domain/instant.js';
import type { UsageRecord } from '../../domain/pricing/usageRecord.js';
import { policyOf, teamsOf } from '../../domain/settings/policyOf.js';
import type { Settings } from '../../domain/settings/settings.js';
import { teamId } from '../../domain/settings/teams.js';
import type { StoredBudget } from '../ports/budgetStore.js';

/** The budgets of teams by their ids, `team/NAME`; those that were never spent from are not there. */
export type TeamBudgets = ReadonlyMap<string, StoredBudget>;

/**
 * The teams that a call counts in, each with the team's period that it belongs to. A call stamped further ahead than
 * clocks may be counts in the current period, as in its own budget.
 */
export function teamPeriods(
  { timestamp, inferenceProfile }: UsageRecord,
  principal: Principal,
  { settings, teams }: { readonly settings: Settings; readonly teams: TeamBudgets },
  now: Instant,
): readonly TeamPeriod[] {
  const at = timestamp > now + CLOCK_TOLERANCE_MS ? now : timestamp;
  return teamsOf(settings, principal, inferenceProfile).map(({ name }) => {
    const principalId = teamId(name);
    const budget = teams.get(principalId)?.budget;
    const policy = policyOf(settings, { principalId, accountType: 'team' });
    return { team: name, period: budget === undefined ? teamPeriodAt(policy, at) : periodOf(budget, at) };
  });
}
