import type { Budget } from '../../domain/budget/budget.js';
import { formatInZone } from '../../domain/calendar/zonedTime.js';
import { formatInstant, type Instant } from '../../domain/instant.js';
import { usdToString } from '../../domain/money.js';
import { readBudget, type BudgetPorts } from '../budgets/budgetChanges.js';
import { following, graceNoticeId } from '../budgets/noticeOrder.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import type { BusEvent, EventBus } from '../ports/eventBus.js';
import type { GraceNotificationInput, GraceNotificationOutput } from '../contracts/tasks.js';
import { notNeeded } from '../workflows/ownership.js';
import { fieldsOf, oneOfIn, readTask, textIn } from '../runtime/taskInput.js';
import { task, type Handler } from '../runtime/handler.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';

export interface GraceNotificationPorts extends BudgetPorts {
  readonly bus: EventBus;
}

type Notice = GraceNotificationInput['notice'];

/**
 * Tells the owner that access will be cut at the end of grace, unless the message about the threshold has, and again
 * when it ends; with the numbers of the moment, and not at all once grace was cancelled. A repetition has the same event id. Throws UnreadableEventError and what the
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
      const record = await readBudget(ports, principalId);
      if (record === undefined || !isUpToDate(record.budget, notice, graceDeadline)) {
        return notNeeded(`the budget is ${record?.budget.status ?? 'gone'}`);
      }
      if (notice === 'initial' && isAnnounced(record.budget)) return { verdict: 'notified' };
      await ports.bus.publish([noticeOf(record, notice, graceDeadline, ports.clock.now())]);
      ports.telemetry.count('GraceNotices', 1);
      return { verdict: 'notified' };
    } finally {
      ports.telemetry.flush();
    }
  };
}

export function composeGraceNotification(
  environment: EnvironmentOf<'graceNotification'>,
  services: Pick<Services, 'clock' | 'telemetry' | 'budgets' | 'bus'>,
): Handler {
  const { clock, telemetry } = services;
  const budgets = services.budgets(environment.required('USER_BUDGETS_TABLE'));
  const bus = services.bus(environment.required('EVENT_BUS'));
  return task(createGraceNotification({ clock, telemetry, budgets, bus }));
}

/** At the deadline the monitor may have been a moment faster than the workflow; what was cancelled started sooner. */
function isUpToDate(budget: Budget, notice: Notice, graceDeadline: string): boolean {
  if (budget.status === 'grace') return formatInstant(budget.graceDeadline) === graceDeadline;
  if (notice === 'initial' || budget.status !== 'suspending' || budget.isManual) return false;
  return formatInstant(budget.since) >= graceDeadline;
}

/** The message about the threshold has said it. */
function isAnnounced(budget: Budget): boolean {
  return budget.status === 'grace' && budget.isAnnounced;
}

function noticeOf({ budget, lastTold }: StoredBudget, notice: Notice, graceDeadline: string, now: Instant): BusEvent {
  const { principalId, spentUsd, limitUsd, period, schedule, sessions } = budget;
  return {
    eventId: graceNoticeId(principalId, graceDeadline, notice),
    detail: {
      type: notice === 'initial' ? 'GraceNotice' : 'FinalWarning',
      at: formatInstant(now),
      principalId,
      spentUsd: usdToString(spentUsd),
      limitUsd: usdToString(limitUsd),
      graceDeadline,
      refreshesAt: formatInstant(period.end),
      resetsAt: formatInZone(schedule.timeZone, period.end),
      ...(sessions.length > 1 ? { sessionCount: sessions.length } : {}),
      ...following(lastTold, now),
    },
  };
}
