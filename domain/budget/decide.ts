import { isSuspension, type Budget } from './budget.js';
import { eventFacts, type BudgetEvent } from './events.js';
import { isOverride, type BudgetCommand } from './commands.js';
import type { BudgetPolicy } from './budgetPolicy.js';
import { accepted, rejected, type Accepted, type Decision, type UnrefusableCommand } from './decision.js';
import { countTeamSpend } from './countTeamSpend.js';
import { decideOverride, preset } from './decideOverride.js';
import { decideWorkflow } from './decideWorkflow.js';
import { evolve } from './evolve.js';
import { inPeriodOf } from './inPeriod.js';
import type { Instant } from '../instant.js';
import { endReason, endSuspension, endSuspensionIfWithin } from './endSuspension.js';
import { addUsd, excessUsd, isMoreThan, ZERO_USD } from '../money.js';
import type { Noted } from './overrides.js';
import { openBudget } from './openBudget.js';
import { cut } from './overTheLimit.js';
import { reasonNotToSuspend } from '../iam/principal.js';
import { isProtected } from '../iam/pattern.js';
import { recordSpend } from './recordSpend.js';
import { review } from './review.js';
import { withCorrection } from './teamSpend.js';

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
  if (budget === undefined) return isOverride(command) ? preset(command, policy, now) : rejected('there is no budget');
  switch (command.type) {
    case 'CountTeamSpend':
    case 'RecordSpend':
    case 'ReviewBudget':
    case 'RefreshBudget':
      return accepted(eventsOf(command, budget, policy, now));
    case 'CloseBudget':
      return closeBudget(command.deletedAt, budget, now);
    case 'CorrectSpend':
      return correctSpend(command, budget, policy, now);
    case 'SetLimit':
    case 'TopUp':
    case 'Exempt':
    case 'ClearOverrides':
      return decideOverride(command, budget, policy, now);
    case 'RestoreAccess':
      return restoreByHand(command, budget, now);
    case 'SuspendAccess':
      return suspendByHand(command, budget, policy, now);
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
    case 'CountTeamSpend':
      return countTeamSpend(command.counts, budget, policy, now);
    case 'ReviewBudget':
      return review(budget, policy, now, command.holds);
    case 'RefreshBudget': {
      if (budget.status === 'closed') return [];
      const at = { policy, now, holds: undefined };
      return inPeriodOf(now, budget, at, (current) =>
        endSuspensionIfWithin(current, policy, now, { holds: undefined, reason: endReason(current, 'refreshed') }),
      );
    }
  }
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
  const facts = { ...eventFacts(budget, now), spentUsd };
  const events: BudgetEvent[] = [{ ...facts, type: 'SpendCorrected', previousSpentUsd }];
  const teamSpend = corrections.reduce(
    (known, correction) => withCorrection(known, correction.teams ?? [], correction),
    budget.teamSpend,
  );
  if (corrections.some(({ teams }) => teams !== undefined))
    events.push({ ...facts, type: 'TeamSpendRecorded', teamSpend });
  const current = events.reduce(evolve, budget);
  const reason = endReason(current, 'price-corrected');
  return accepted([...events, ...endSuspensionIfWithin(current, policy, now, { holds: undefined, reason })]);
}

function restoreByHand(command: Noted, budget: Budget, now: Instant): Decision {
  const events = endSuspension(budget, now, 'restored-by-hand');
  if (events.length === 0) return rejected(`there is nothing to restore: ${budget.status}`);
  return accepted(events.map((event) => ({ ...event, ...notedIn(command) })));
}

function notedIn({ by, note }: Noted): Noted {
  return { ...(by === undefined ? {} : { by }), ...(note === undefined ? {} : { note }) };
}

function suspendByHand(command: Noted, budget: Budget, policy: BudgetPolicy, now: Instant): Decision {
  const reason = reasonNotToSuspend(budget, policy);
  if (reason !== undefined) return rejected(reason);
  if (isProtected(budget.principalId, policy)) return rejected('protected by configuration');
  if (budget.status === 'closed') return rejected('the principal was deleted');
  const facts = eventFacts(budget, now);
  if (!isSuspension(budget)) {
    return accepted([{ ...cut(budget, now, { reason: 'by-hand' }), ...notedIn(command) }]);
  }
  if (budget.isManual) return rejected(`${budget.status} by hand already`);
  return accepted([{ ...facts, type: 'SuspensionHeld', ...notedIn(command) }]);
}
