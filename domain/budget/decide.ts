import { eventFacts, isSuspension, reopened, type Budget, type BudgetCommand, type BudgetEvent } from './budget.js';
import type { BudgetPolicy } from './budgetPolicy.js';
import { accepted, rejected, type Accepted, type Decision, type UnrefusableCommand } from './decision.js';
import { decideWorkflow } from './decideWorkflow.js';
import { evolve } from './evolve.js';
import { inPeriodOf } from './inPeriod.js';
import { startOfUtcDay, type Instant } from '../instant.js';
import { endSuspension, endSuspensionIfWithin, endSuspensionInItsPeriod } from './endSuspension.js';
import { addUsd, excessUsd, isMoreThan, ZERO_USD, type Usd } from '../money.js';
import { periodAt } from './period.js';
import { reasonNotToSuspend } from '../iam/principal.js';
import { isProtected } from '../iam/pattern.js';
import { recordSpend } from './recordSpend.js';
import { review } from './review.js';

const NO_LIMIT = 'a limit is more than zero';

/** What a command does to a budget at an instant. Total: whatever it is, it is accepted or rejected with a reason. */
export function decide(command: UnrefusableCommand, budget: Budget, policy: BudgetPolicy, now: Instant): Accepted;
export function decide(
  command: BudgetCommand,
  budget: Budget | undefined,
  policy: BudgetPolicy,
  now: Instant,
): Decision;
export function decide(
  command: BudgetCommand,
  budget: Budget | undefined,
  policy: BudgetPolicy,
  now: Instant,
): Decision {
  if (command.type === 'OpenBudget') return openBudget(command, budget, policy, now);
  if (budget === undefined) return rejected('there is no budget');
  switch (command.type) {
    case 'RecordSpend':
    case 'ReviewBudget':
    case 'RefreshBudget':
      return accepted(eventsOf(command, budget, policy, now));
    case 'CloseBudget':
      return closeBudget(command.deletedAt, budget, now);
    case 'CorrectSpend':
      return correctSpend(command, budget, policy, now);
    case 'ChangeLimit':
      return changeLimit(command.limitUsd, budget, policy, now);
    case 'RestoreAccess':
      return restoreByHand(budget, now);
    case 'SuspendAccess':
      return suspendByHand(budget, policy, now);
    default:
      return decideWorkflow(command, budget, policy, now);
  }
}

function eventsOf(
  command: UnrefusableCommand,
  budget: Budget,
  policy: BudgetPolicy,
  now: Instant,
): readonly BudgetEvent[] {
  switch (command.type) {
    case 'RecordSpend':
      return recordSpend(command.spend, budget, policy, now);
    case 'ReviewBudget':
      return review(budget, policy, now);
    case 'RefreshBudget':
      if (budget.status === 'closed') return [];
      return inPeriodOf(now, budget, now, (current) => endSuspensionIfWithin(current, policy, now, 'refreshed'));
  }
}

/** Periods begin at midnight UTC, so that the calls of a budget's first day find it open in any order. */
function openBudget(
  { principal, limitUsd, refreshPeriodDays, seenAt }: Extract<BudgetCommand, { type: 'OpenBudget' }>,
  budget: Budget | undefined,
  policy: BudgetPolicy,
  now: Instant,
): Decision {
  if (budget?.status === 'closed') {
    if (seenAt <= budget.closedAt) return rejected('the principal was deleted since');
    return accepted([reopened(budget, policy, now)]);
  }
  if (budget !== undefined) return rejected('the budget is open already');
  if (!isMoreThan(limitUsd, ZERO_USD)) return rejected(NO_LIMIT);
  const period = periodAt(startOfUtcDay(Math.min(seenAt, now)), refreshPeriodDays, now);
  return accepted([
    {
      type: 'BudgetOpened',
      at: now,
      ...principal,
      spentUsd: ZERO_USD,
      limitUsd,
      refreshesAt: period.end,
      refreshPeriodDays,
      period,
      enforceable: reasonNotToSuspend(principal, policy) === undefined,
    },
  ]);
}

function closeBudget(deletedAt: Instant, budget: Budget, now: Instant): Decision {
  if (budget.status === 'closed') return rejected('the budget is closed already');
  return accepted([{ ...eventFacts(budget, now), type: 'BudgetClosed', closedAt: deletedAt }]);
}

/** Never below what was charged: taking back more than that would be a defect of the ledger. */
function correctSpend(
  { periodStart, corrections }: Extract<BudgetCommand, { type: 'CorrectSpend' }>,
  budget: Budget,
  policy: BudgetPolicy,
  now: Instant,
): Decision {
  if (budget.period.start !== periodStart) return rejected('that period has closed');
  const chargedUsd = corrections.reduce((sum, correction) => addUsd(sum, correction.chargedUsd), ZERO_USD);
  const costUsd = corrections.reduce((sum, correction) => addUsd(sum, correction.costUsd), ZERO_USD);
  const previousSpentUsd = budget.spentUsd;
  if (isMoreThan(chargedUsd, previousSpentUsd)) return rejected('more would be taken back than was charged');
  const spentUsd = addUsd(excessUsd(previousSpentUsd, chargedUsd), costUsd);
  const corrected: BudgetEvent = { ...eventFacts(budget, now), type: 'SpendCorrected', spentUsd, previousSpentUsd };
  return accepted([corrected, ...endSuspensionInItsPeriod(evolve(budget, corrected), policy, now, 'price-corrected')]);
}

function changeLimit(limitUsd: Usd, budget: Budget, policy: BudgetPolicy, now: Instant): Decision {
  if (!isMoreThan(limitUsd, ZERO_USD)) return rejected(NO_LIMIT);
  const events = inPeriodOf(now, budget, now, (current) => {
    const previousLimitUsd = current.limitUsd;
    const changed: BudgetEvent = { ...eventFacts(current, now), type: 'LimitChanged', limitUsd, previousLimitUsd };
    return [changed, ...endSuspensionIfWithin(evolve(current, changed), policy, now, 'limit-raised')];
  });
  return accepted(events);
}

function restoreByHand(budget: Budget, now: Instant): Decision {
  const events = endSuspension(budget, now, 'restored-by-hand');
  return events.length === 0 ? rejected(`there is nothing to restore: ${budget.status}`) : accepted(events);
}

function suspendByHand(budget: Budget, policy: BudgetPolicy, now: Instant): Decision {
  const reason = reasonNotToSuspend(budget, policy);
  if (reason !== undefined) return rejected(reason);
  if (isProtected(budget.principalId, policy)) return rejected('protected by configuration');
  if (budget.status === 'closed') return rejected('the principal was deleted');
  const facts = eventFacts(budget, now);
  if (!isSuspension(budget)) {
    return accepted([{ ...facts, type: 'SuspensionStarted', reason: 'by-hand' }]);
  }
  if (budget.isManual) return rejected(`${budget.status} by hand already`);
  return accepted([{ ...facts, type: 'SuspensionHeld' }]);
}
