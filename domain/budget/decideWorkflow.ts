import { isUnderWay, type Budget } from './budget.js';
import { eventFacts, type BudgetEvent } from './events.js';
import type { BudgetCommand } from './commands.js';
import { isExceeded, type BudgetPolicy } from './budgetPolicy.js';
import { accepted, rejected, type Decision } from './decision.js';
import { inPeriodOf } from './inPeriod.js';
import type { Instant } from '../instant.js';
import { canBeReattached } from './endSuspension.js';
import { isProtected } from '../iam/pattern.js';
import { enforcementOf } from './terms.js';

type WorkflowCommand = Extract<
  BudgetCommand,
  {
    type:
      | 'BeginSuspension'
      | 'TakeRestorePoint'
      | 'ConfirmSuspension'
      | 'RefuseSuspension'
      | 'BeginRestoration'
      | 'ConfirmRestoration'
      | 'RecordFailure'
      | 'ReportTampering';
  }
>;

/**
 * What the workflows report and ask. A suspension or restoration belongs to the execution that has begun it: what any
 * other says of it is rejected, so that an execution that comes twice, late or after a change of mind does nothing. What
 * the execution says again once it has done its work changes nothing.
 */
export function decideWorkflow(command: WorkflowCommand, budget: Budget, policy: BudgetPolicy, now: Instant): Decision {
  if (command.type === 'ReportTampering') return reportTampering(budget, policy, now);
  if (command.type === 'BeginSuspension') return beginSuspension(command.execution, budget, policy, now);
  if (command.type === 'BeginRestoration') return beginRestoration(command.execution, budget, now);
  if (command.execution === budget.lastExecution) return accepted([]);
  const problem = notOf(command.execution, budget);
  if (problem !== undefined) return rejected(problem);
  const facts = eventFacts(budget, now);
  switch (command.type) {
    case 'TakeRestorePoint':
      if (budget.restorePoint?.uniqueId === command.restorePoint.uniqueId) return accepted([]);
      return accepted([{ ...facts, type: 'RestorePointTaken', restorePoint: command.restorePoint }]);
    case 'ConfirmSuspension':
      return confirmSuspension(budget, policy, now);
    case 'RefuseSuspension':
      return refuseSuspension(command.reason, budget, now);
    case 'ConfirmRestoration':
      if (budget.status !== 'restoring') return rejected(`not restoring but ${budget.status}`);
      return accepted([{ ...facts, type: 'AccessRestored', notRestored: command.notRestored }]);
    case 'RecordFailure': {
      const type = budget.status === 'suspending' ? 'SuspensionFailed' : 'RestorationFailed';
      return accepted([{ ...facts, type, error: command.error }]);
    }
  }
}

/** Why a budget is not an execution's to change; undefined if it is. */
export function notOf(execution: string, budget: Budget): string | undefined {
  if (!isUnderWay(budget)) return `the budget is ${budget.status}`;
  if (budget.execution === execution) return undefined;
  return `the budget is ${budget.status} by ${budget.execution ?? 'an execution that has not begun'}`;
}

/** Accepted without events where there is nothing to begin: the budget then is not of the execution. */
function beginSuspension(execution: string, budget: Budget, policy: BudgetPolicy, now: Instant): Decision {
  const begun = (current: Budget): readonly BudgetEvent[] => {
    const facts = eventFacts(current, now);
    const isOfItsLimit = current.status !== 'suspending' || (!current.isManual && current.team === undefined);
    if (isOfItsLimit && enforcementOf(current, policy) !== 'enforce') return [];
    if (current.status === 'suspending' && current.execution === undefined) {
      return [{ ...facts, type: 'WorkflowBegun', execution }];
    }
    if (current.status !== 'grace' || now < current.graceDeadline) return [];
    if (!isExceeded(current.spentUsd, current.limitUsd, policy) || isProtected(current.principalId, policy)) return [];
    return [{ ...facts, type: 'SuspensionStarted', reason: 'grace-over', execution }];
  };
  return accepted(inPeriodOf(now, budget, { policy, now, holds: undefined }, begun));
}

function beginRestoration(execution: string, budget: Budget, now: Instant): Decision {
  const isFree = budget.status === 'restoring' && budget.execution === undefined;
  return accepted(isFree ? [{ ...eventFacts(budget, now), type: 'WorkflowBegun', execution }] : []);
}

/** A suspension that is confirmed after its period has ended is undone in the same breath. */
function confirmSuspension(budget: Budget, policy: BudgetPolicy, now: Instant): Decision {
  if (budget.status !== 'suspending') return rejected(`not suspending but ${budget.status}`);
  const confirmed = (current: Budget): readonly BudgetEvent[] => {
    if (current.status !== 'suspending') return [];
    const { team } = current;
    return [{ ...eventFacts(current, now), type: 'AccessSuspended', ...(team === undefined ? {} : { team }) }];
  };
  return accepted(inPeriodOf(now, budget, { policy, now, holds: undefined }, confirmed));
}

/** What an earlier attempt has taken is given back, unless the principal was suspended before and stays so. */
function refuseSuspension(reason: string, budget: Budget, now: Instant): Decision {
  if (budget.status !== 'suspending') return rejected(`not suspending but ${budget.status}`);
  const facts = eventFacts(budget, now);
  const refused: BudgetEvent = { ...facts, type: 'SuspensionRefused', reason };
  if (budget.restorePoint === undefined || budget.deny !== 'attached') return accepted([refused]);
  return accepted([refused, { ...facts, type: 'RestorationStarted', reason: 'suspension-refused' }]);
}

function reportTampering(budget: Budget, policy: BudgetPolicy, now: Instant): Decision {
  if (budget.status !== 'suspended') return rejected(`not suspended but ${budget.status}`);
  if (budget.deny === 'missing' || budget.deny === 'missing-again') return accepted([]);
  return accepted([
    { ...eventFacts(budget, now), type: 'SuspensionTampered', willBeReattached: canBeReattached(budget, policy) },
  ]);
}
