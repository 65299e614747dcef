import type { Budget } from '../../domain/budget/budget.js';
import type { Holds } from '../../domain/budget/commands.js';
import { nextReviewAt, reviewDueAt } from '../../domain/budget/dueWork.js';
import type { Instant } from '../../domain/instant.js';
import { policyOf } from '../../domain/settings/policyOf.js';
import type { Settings } from '../../domain/settings/settings.js';
import { changeBudgetBy, untilSaved, type BudgetPorts, type Changed } from './budgetChanges.js';
import { withoutPublished } from './budgetRecords.js';
import { countThresholds } from './eventMetrics.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import type { EventBus } from '../ports/eventBus.js';

export interface ReviewPorts extends BudgetPorts {
  readonly bus: EventBus;
}

/** The teams that hold a budget. */
export type HoldsOf = (budget: Budget) => Holds;

/** Whether a row has work for the monitor. Where its date says no, what it holds decides: settings may have changed. */
export function hasDueWork(record: StoredBudget, settings: Settings, now: Instant, holdsOf: HoldsOf): boolean {
  if (record.outbox.length > 0 || isDue(record.reviewDueAt, now)) return true;
  return isDue(reviewDueAt(record.budget, policyOf(settings, record.budget), now, holdsOf(record.budget)), now);
}

function isDue(dueAt: Instant | undefined, now: Instant): boolean {
  return dueAt !== undefined && dueAt <= now;
}

/**
 * Does the monitor's work on one budget: decides what is due, publishes what waits, and takes it out of the outbox. A
 * crash after any of these steps leaves the row due, and what was published goes out again under the same ids. Throws
 * ContentionError and what the ports throw.
 */
export async function reviewBudget(
  ports: ReviewPorts,
  principalId: string,
  settings: Settings,
  holdsOf: HoldsOf,
): Promise<Changed> {
  const changed = await changeBudgetBy(
    ports,
    principalId,
    (budget) => ({ type: 'ReviewBudget', holds: budget === undefined ? undefined : holdsOf(budget) }),
    settings,
  );
  countThresholds(ports.telemetry, changed);
  const { record } = changed;
  if (record === undefined) return changed;
  const { outbox } = record;
  if (outbox.length > 0) {
    await ports.bus.publish(outbox);
    ports.telemetry.count('EventsPublished', outbox.length);
  }
  await untilSaved(ports, principalId, record, (current, now) => {
    if (current === undefined) return { after: undefined };
    const isReviewed = current === changed.before;
    const policy = policyOf(settings, current.budget);
    const dueAt = isReviewed
      ? nextReviewAt(current.budget, now)
      : reviewDueAt(current.budget, policy, now, holdsOf(current.budget));
    const after = withoutPublished(current, outbox, dueAt, now);
    const isSettled = outbox.length === 0 && after.reviewDueAt === current.reviewDueAt;
    return { after: isSettled ? current : after };
  });
  return changed;
}
