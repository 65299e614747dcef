import { formatInstant } from '../../domain/instant.js';
import type { Settings } from '../../domain/settings/settings.js';
import { changeBudget, type BudgetPorts } from '../budgets/budgetChanges.js';
import { deadlineOf } from '../runtime/deadline.js';
import { forEachDue } from '../budgets/dueBudgets.js';
import { failTogether } from '../runtime/errors.js';
import type { Handler, LambdaContext } from '../runtime/handler.js';
import type { EventBus } from '../ports/eventBus.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';
import { withSettings } from '../settings/settingsCache.js';

export interface BudgetRefreshPorts extends BudgetPorts {
  readonly bus: EventBus;
  readonly settings: () => Promise<Settings>;
}

/**
 * Makes new periods visible and starts the restoration of principals whose suspension they end; several missed periods
 * are one step. Whatever the event: daily by schedule, or on demand. A budget that has been refreshed is due no more, so
 * a repeat does no harm and goes on where the last run stopped; out of time, it asks for the next run itself.
 */
export function createBudgetRefresh(
  ports: BudgetRefreshPorts,
): (event: unknown, context: LambdaContext) => Promise<void> {
  return async (_event, context) => {
    try {
      await refreshDue(ports, context);
    } finally {
      ports.telemetry.flush();
    }
  };
}

export function composeBudgetRefresh(
  environment: EnvironmentOf<'budgetRefresh'>,
  services: Pick<Services, 'clock' | 'telemetry' | 'settings' | 'budgets' | 'bus'>,
): Handler {
  return createBudgetRefresh({
    ...withSettings(environment, services),
    budgets: services.budgets(environment.required('USER_BUDGETS_TABLE')),
    bus: services.bus(environment.required('EVENT_BUS')),
  });
}

async function refreshDue(ports: BudgetRefreshPorts, context: LambdaContext): Promise<void> {
  const settings = await ports.settings();
  const swept = await forEachDue(ports, 'refresh', deadlineOf(ports.clock, context), async (principalId) => {
    const { decision } = await changeBudget(ports, principalId, { type: 'RefreshBudget' }, settings);
    const isChanged = decision.kind === 'accepted' && decision.events.length > 0;
    if (isChanged) ports.telemetry.count('BudgetsRefreshed', 1);
  });
  if (!swept.isComplete) await askForNextRun(ports, context.awsRequestId);
  failTogether(swept.failures, `${swept.failures.length} budgets could not be refreshed`);
}

async function askForNextRun({ bus, clock, telemetry }: BudgetRefreshPorts, requestId: string): Promise<void> {
  telemetry.info('out of time; the next run goes on');
  const detail = { type: 'BudgetRefreshRequested', at: formatInstant(clock.now()) } as const;
  await bus.publish([{ eventId: `refresh-after-${requestId}`, detail }]);
}
