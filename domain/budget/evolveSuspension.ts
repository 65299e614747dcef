import { isSuspension, isUnderWay, type Budget, type BudgetFacts, type Suspension, type UnderWay } from './budget.js';
import type { EventOf } from './events.js';
import { factsOf } from './factsOf.js';
import type { Instant } from '../instant.js';

/** A principal that was suspended before stays so: nobody has ended that. */
export function refused(budget: Budget, at: Instant): Budget {
  const former = suspensionOf(budget);
  if (former.deny === 'attached') return { ...ended(budget), status: 'active', refusedAt: at };
  return { ...ended(budget), status: 'suspended', suspendedAt: at, ...former, deny: 'missing-again' };
}

/** The facts once the execution that the budget belongs to has done its work. */
export function ended(budget: Budget): BudgetFacts {
  return { ...factsOf(budget), lastExecution: isUnderWay(budget) ? budget.execution : budget.lastExecution };
}

export function suspending(budget: Budget, { reason, team, execution, at }: EventOf<'SuspensionStarted'>): Budget {
  const former = suspensionOf(budget);
  return {
    ...factsOf(budget),
    observation: undefined,
    status: 'suspending',
    suspendedIn: former.suspendedIn,
    isManual: former.isManual || reason === 'by-hand',
    team: team ?? former.team,
    deny: reason === 'deny-missing' ? 'reattached' : former.deny,
    ...startedAgain(budget, 'suspending', at, execution),
  };
}

/** A waiver is an operator's; what restores for another reason ends it. */
export function restoring(budget: Budget, { reason, at }: EventOf<'RestorationStarted'>): Budget {
  return {
    ...factsOf(budget),
    status: 'restoring',
    ...startedAgain(budget, 'restoring', at, undefined),
    waived: reason === 'workflow-stuck' ? budget.waived : reason === 'restored-by-hand',
  };
}

export function suspensionOf(budget: Budget): Suspension {
  if (!isSuspension(budget))
    return { suspendedIn: budget.period.start, isManual: false, team: undefined, deny: 'attached' };
  const { suspendedIn, isManual, team, deny } = budget;
  return { suspendedIn, isManual, team, deny };
}

function startedAgain(
  budget: Budget,
  status: 'suspending' | 'restoring',
  since: Instant,
  execution: string | undefined,
): UnderWay {
  return { since, attempts: budget.status === status ? budget.attempts + 1 : 1, execution };
}
