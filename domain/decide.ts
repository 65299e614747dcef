import { eventFacts, type Budget, type BudgetCommand, type BudgetEvent, type Decision, type Spend } from './budget.js';
import type { BudgetPolicy } from './budgetPolicy.js';
import { evolve } from './evolve.js';
import { MINUTE_MS, startOfUtcDay, type Instant } from './instant.js';
import { addUsd, excessUsd, isMoreThan, ZERO_USD, type Usd } from './money.js';
import { periodAt } from './period.js';
import { lifted, liftedIfWithin, liftedWithinItsPeriod } from './lift.js';
import { reviewed } from './review.js';

/**
 * How far a call may be stamped ahead of the clock that records it before its stamp is taken for wrong. Within it the
 * call proves that its period has begun; beyond it one bad stamp would close every period up to it.
 */
const CLOCK_TOLERANCE_MS = 15 * MINUTE_MS;

const NO_LIMIT = 'a limit is more than zero';

/** What a command does to a budget at an instant. Total: whatever it is, it is accepted or rejected with a reason. */
export function decide(
  command: BudgetCommand,
  budget: Budget | undefined,
  policy: BudgetPolicy,
  now: Instant,
): Decision {
  if (command.type === 'OpenBudget') return openBudget(command, budget, now);
  if (budget === undefined) return rejected('there is no budget');
  switch (command.type) {
    case 'CloseBudget':
      return closeBudget(command.deletedAt, budget, now);
    case 'RecordSpend':
      return accepted(spendRecorded(command.spend, budget, now));
    case 'CorrectSpend':
      return correctSpend(command, budget, policy, now);
    case 'ReviewBudget':
      if (budget.status === 'closed') return accepted([]);
      return accepted(inPeriodOf(now, budget, now, (current) => reviewed(current, policy, now)));
    case 'RefreshBudget':
      if (budget.status === 'closed') return accepted([]);
      return accepted(inPeriodOf(now, budget, now, (current) => liftedIfWithin(current, policy, now, 'refreshed')));
    case 'ChangeLimit':
      return changeLimit(command.limitUsd, budget, policy, now);
    case 'RestoreAccess':
      return restoreByHand(budget, now);
    case 'ConfirmSuspension':
      return confirmSuspension(budget, now);
    case 'ConfirmRestoration':
      if (budget.status !== 'restoring') return rejected(`not restoring but ${budget.status}`);
      return accepted([{ ...eventFacts(budget, now), type: 'AccessRestored' }]);
  }
}

/** Periods begin at midnight UTC, so that the calls of a budget's first day find it open in any order. */
function openBudget(
  { principal, limitUsd, refreshPeriodDays, seenAt }: Extract<BudgetCommand, { type: 'OpenBudget' }>,
  budget: Budget | undefined,
  now: Instant,
): Decision {
  if (budget?.status === 'closed') {
    if (seenAt <= budget.closedAt) return rejected('the principal was deleted since');
    return accepted([{ ...eventFacts(budget, now), type: 'BudgetReopened' }]);
  }
  if (budget !== undefined) return rejected('the budget is open already');
  if (!isMoreThan(limitUsd, ZERO_USD)) return rejected(NO_LIMIT);
  const period = periodAt(startOfUtcDay(Math.min(seenAt, now)), refreshPeriodDays, now);
  return accepted([
    { type: 'BudgetOpened', at: now, ...principal, spentUsd: ZERO_USD, limitUsd, refreshPeriodDays, period },
  ]);
}

function closeBudget(deletedAt: Instant, budget: Budget, now: Instant): Decision {
  if (budget.status === 'closed') return rejected('the budget is closed already');
  return accepted([{ ...eventFacts(budget, now), type: 'BudgetClosed', closedAt: deletedAt }]);
}

/** Calls made after a deletion prove that the principal is there again. */
function reopenedBy(spend: readonly Spend[], budget: Budget, now: Instant): readonly BudgetEvent[] {
  if (budget.status !== 'closed') return [];
  const { closedAt } = budget;
  return spend.some(({ at }) => at > closedAt) ? [{ ...eventFacts(budget, now), type: 'BudgetReopened' }] : [];
}

function spendRecorded(spend: readonly Spend[], budget: Budget, now: Instant): readonly BudgetEvent[] {
  const reopened = reopenedBy(spend, budget, now);
  const open = reopened.reduce(evolve, budget);
  let reached = now;
  for (const { at } of spend) if (at > reached && at <= now + CLOCK_TOLERANCE_MS) reached = at;
  const recorded = inPeriodOf(reached, open, now, (current) => {
    let inTime = ZERO_USD;
    let late = ZERO_USD;
    for (const { at, costUsd } of spend) {
      if (at >= current.period.start) inTime = addUsd(inTime, costUsd);
      else late = addUsd(late, costUsd);
    }
    const facts = { ...eventFacts(current, now), spentUsd: addUsd(current.spentUsd, inTime) };
    const events: BudgetEvent[] = [];
    if (isMoreThan(inTime, ZERO_USD)) events.push({ ...facts, type: 'SpendRecorded', costUsd: inTime });
    if (isMoreThan(late, ZERO_USD)) {
      const lateSpentUsd = addUsd(current.lateSpentUsd, late);
      events.push({ ...facts, type: 'LateSpendRecorded', costUsd: late, lateSpentUsd });
    }
    return events;
  });
  return [...reopened, ...recorded];
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
  return accepted([corrected, ...liftedWithinItsPeriod(evolve(budget, corrected), policy, now, 'price-corrected')]);
}

function changeLimit(limitUsd: Usd, budget: Budget, policy: BudgetPolicy, now: Instant): Decision {
  if (!isMoreThan(limitUsd, ZERO_USD)) return rejected(NO_LIMIT);
  const events = inPeriodOf(now, budget, now, (current) => {
    const previousLimitUsd = current.limitUsd;
    const changed: BudgetEvent = { ...eventFacts(current, now), type: 'LimitChanged', limitUsd, previousLimitUsd };
    return [changed, ...liftedIfWithin(evolve(current, changed), policy, now, 'limit-raised')];
  });
  return accepted(events);
}

function restoreByHand(budget: Budget, now: Instant): Decision {
  const events = lifted(budget, now, 'restored-by-hand');
  return events.length === 0 ? rejected(`there is nothing to restore: ${budget.status}`) : accepted(events);
}

/** A suspension that is confirmed after its period has ended is undone in the same breath. */
function confirmSuspension(budget: Budget, now: Instant): Decision {
  if (budget.status !== 'suspending') return rejected(`not suspending but ${budget.status}`);
  const confirmed = (current: Budget): readonly BudgetEvent[] =>
    current.status === 'suspending' ? [{ ...eventFacts(current, now), type: 'AccessSuspended' }] : [];
  return accepted(inPeriodOf(now, budget, now, confirmed));
}

/**
 * Lets `decideWithin` see the budget in the period that `instant` belongs to; a period never goes back. A new one ends
 * grace and a suspension under way, for its spend is nothing; one in force stays until the refresh job lifts it.
 */
function inPeriodOf(
  instant: Instant,
  budget: Budget,
  now: Instant,
  decideWithin: (budget: Budget) => readonly BudgetEvent[],
): readonly BudgetEvent[] {
  const period = periodAt(budget.anchor, budget.refreshPeriodDays, instant);
  if (period.start <= budget.period.start) return decideWithin(budget);
  const previousSpentUsd = budget.spentUsd;
  const started: BudgetEvent = {
    ...eventFacts(budget, now),
    type: 'PeriodStarted',
    spentUsd: ZERO_USD,
    period,
    previousSpentUsd,
  };
  const fresh = evolve(budget, started);
  const ended = fresh.status === 'suspended' ? [] : lifted(fresh, now, 'refreshed');
  return [started, ...ended, ...decideWithin(ended.reduce(evolve, fresh))];
}

function accepted(events: readonly BudgetEvent[]): Decision {
  return { kind: 'accepted', events };
}

function rejected(reason: string): Decision {
  return { kind: 'rejected', reason };
}
