import type { Budget } from './budget.js';
import { eventFacts, reopened, type BudgetEvent } from './events.js';
import type { BudgetPolicy } from './budgetPolicy.js';
import { evolve } from './evolve.js';
import { inPeriodOf } from './inPeriod.js';
import type { Instant } from '../instant.js';
import { addUsd, excessUsd, isMoreThan, ZERO_USD } from '../money.js';
import type { TeamCount } from './teamSpend.js';

/** Adds what members have spent to the team's period that it belongs to; what came after its end is late. */
export function countTeamSpend(
  counts: readonly TeamCount[],
  budget: Budget,
  policy: BudgetPolicy,
  now: Instant,
): readonly BudgetEvent[] {
  const events: BudgetEvent[] = budget.status === 'closed' ? [reopened(budget, policy, now)] : [];
  let current = events.reduce(evolve, budget);
  for (const count of [...counts].sort((left, right) => left.period.start - right.period.start)) {
    const counted = inPeriodOf(count.period.start, current, { policy, now, holds: undefined }, (team) =>
      countedIn(team, count, now),
    );
    current = counted.reduce(evolve, current);
    events.push(...counted);
  }
  return events;
}

function countedIn(team: Budget, { period, addedUsd, takenBackUsd, lateUsd }: TeamCount, now: Instant): BudgetEvent[] {
  const isInTime = period.start === team.period.start;
  const facts = eventFacts(team, now);
  const events: BudgetEvent[] = [];
  const previousSpentUsd = team.spentUsd;
  const spentUsd = isInTime ? excessUsd(addUsd(previousSpentUsd, addedUsd), takenBackUsd) : previousSpentUsd;
  if (isMoreThan(spentUsd, previousSpentUsd)) {
    events.push({ ...facts, type: 'SpendRecorded', spentUsd, costUsd: excessUsd(spentUsd, previousSpentUsd) });
  } else if (isMoreThan(previousSpentUsd, spentUsd)) {
    events.push({ ...facts, type: 'SpendCorrected', spentUsd, previousSpentUsd });
  }
  const costUsd = addUsd(lateUsd, isInTime ? ZERO_USD : excessUsd(addedUsd, takenBackUsd));
  if (isMoreThan(costUsd, ZERO_USD)) {
    const lateSpentUsd = addUsd(team.lateSpentUsd, costUsd);
    events.push({ ...facts, spentUsd, type: 'LateSpendRecorded', costUsd, lateSpentUsd });
  }
  return events;
}
