import type { BudgetPolicy } from '../../domain/budget/budgetPolicy.js';
import { nextReviewAt, reviewDueAt } from '../../domain/budget/dueWork.js';
import type { Instant } from '../../domain/instant.js';
import { changeBudget, untilSaved, type BudgetPorts } from './budgetChanges.js';
import { withoutPublished } from './budgetRecords.js';
import { countThresholds } from './eventMetrics.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import type { EventBus } from '../ports/eventBus.js';

export interface ReviewPorts extends BudgetPorts {
  readonly bus: EventBus;
}

/** Whether a row has work for the monitor. Where its date says no, what it holds decides: settings may have changed. */
export function hasDueWork(record: StoredBudget, policy: BudgetPolicy, now: Instant): boolean {
  if (record.outbox.length > 0 || !isLimitKept(record) || isDue(record.reviewDueAt, now)) return true;
  return isDue(reviewDueAt(record.budget, policy, now), now);
}

function isDue(dueAt: Instant | undefined, now: Instant): boolean {
  return dueAt !== undefined && dueAt <= now;
}

/** A limit that somebody typed is kept as the last good one as soon as it is seen. */
function isLimitKept({ budget, limitInUse }: StoredBudget): boolean {
  return limitInUse !== undefined && limitInUse.equals(budget.limitUsd);
}

/**
 * Does the monitor's work on one budget: decides what is due, publishes what waits, and takes it out of the outbox. A
 * crash after any of these steps leaves the row due, and what was published goes out again under the same ids. Throws
 * ContentionError and what the ports throw.
 */
export async function reviewBudget(ports: ReviewPorts, principalId: string, policy: BudgetPolicy): Promise<void> {
  const changed = await changeBudget(ports, principalId, { type: 'ReviewBudget' }, policy);
  countThresholds(ports.telemetry, changed);
  const { record } = changed;
  if (record === undefined) return;
  const { outbox } = record;
  if (outbox.length > 0) {
    await ports.bus.publish(outbox);
    ports.telemetry.count('EventsPublished', outbox.length);
  }
  await untilSaved(ports, principalId, record, (current, now) => {
    if (current === undefined) return { after: undefined };
    const isReviewed = current === changed.before;
    const dueAt = isReviewed ? nextReviewAt(current.budget, now) : reviewDueAt(current.budget, policy, now);
    const after = withoutPublished(current, outbox, dueAt, now);
    const isSettled = outbox.length === 0 && after.reviewDueAt === current.reviewDueAt && isLimitKept(current);
    return { after: isSettled ? current : after };
  });
}
