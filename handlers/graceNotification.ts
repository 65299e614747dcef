import type { Budget } from '../domain/budget.js';
import { formatInstant } from '../domain/instant.js';
import { usdToString } from '../domain/money.js';
import { readBudget, type BudgetPorts } from './budgets/budgetChanges.js';
import { eventIdOf } from './eventId.js';
import type { BusEvent, EventBus } from './ports/eventBus.js';
import type { GraceNotificationInput, GraceNotificationOutput } from './workflows/contracts.js';
import { notNeeded } from './workflows/ownership.js';
import { fieldsOf, oneOfIn, readTask, textIn } from './workflows/taskInput.js';

export interface GraceNotificationPorts extends BudgetPorts {
  readonly bus: EventBus;
}

type Notice = GraceNotificationInput['notice'];

/**
 * Tells the owner that access will be cut at the end of grace, and again when it ends; with the numbers of the moment,
 * and not at all once grace was cancelled. A repetition has the same event id. Throws UnreadableEventError and what the
 * ports throw.
 */
export function createGraceNotification(
  ports: GraceNotificationPorts,
): (event: unknown) => Promise<GraceNotificationOutput> {
  return async (event) => {
    try {
      const fields = fieldsOf(event);
      const { principalId } = readTask(fields);
      const notice = oneOfIn<Notice>(fields, 'notice', ['initial', 'final']);
      const graceDeadline = textIn(fields, 'graceDeadline');
      const budget = (await readBudget(ports, principalId))?.budget;
      if (budget === undefined || !isUpToDate(budget, notice, graceDeadline)) {
        return notNeeded(`the budget is ${budget?.status ?? 'gone'}`);
      }
      await ports.bus.publish([noticeOf(budget, notice, graceDeadline, formatInstant(ports.clock.now()))]);
      ports.telemetry.count('GraceNotices', 1);
      return { verdict: 'notified' };
    } finally {
      ports.telemetry.flush();
    }
  };
}

/** At the deadline the monitor may have been a moment faster than the workflow; what was cancelled started sooner. */
function isUpToDate(budget: Budget, notice: Notice, graceDeadline: string): boolean {
  if (budget.status === 'grace') return formatInstant(budget.graceDeadline) === graceDeadline;
  if (notice === 'initial' || budget.status !== 'suspending' || budget.isHeld) return false;
  return formatInstant(budget.since) >= graceDeadline;
}

function noticeOf(budget: Budget, notice: Notice, graceDeadline: string, at: string): BusEvent {
  const { principalId, spentUsd, limitUsd, period } = budget;
  return {
    eventId: eventIdOf(`${principalId}|${graceDeadline}|${notice}`),
    detail: {
      type: notice === 'initial' ? 'GraceNotice' : 'FinalWarning',
      at,
      principalId,
      spentUsd: usdToString(spentUsd),
      limitUsd: usdToString(limitUsd),
      graceDeadline,
      refreshesAt: formatInstant(period.end),
    },
  };
}
