import type { Settings } from '../../domain/settings/settings.js';
import type { BudgetPorts } from '../budgets/budgetChanges.js';
import type { RestorationValidationOutput } from '../contracts/tasks.js';
import { begin } from '../workflows/ownership.js';
import { readTask } from '../runtime/taskInput.js';
import { task, type Handler } from '../runtime/handler.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';
import { withSettings } from '../settings/settingsCache.js';

export interface RestorationValidationPorts extends BudgetPorts {
  readonly settings: () => Promise<Settings>;
}

/**
 * Whether access is still to be restored; if so the restoration is this execution's from now on. Throws
 * UnreadableEventError and what the ports throw.
 */
export function createRestorationValidation(
  ports: RestorationValidationPorts,
): (event: unknown) => Promise<RestorationValidationOutput> {
  return async (event) => {
    try {
      const task = readTask(event);
      const settings = await ports.settings();
      return (await begin(ports, task, 'restoring', settings)) ?? { verdict: 'eligible' };
    } finally {
      ports.telemetry.flush();
    }
  };
}

export function composeRestorationValidation(
  environment: EnvironmentOf<'restorationValidation'>,
  services: Pick<Services, 'clock' | 'telemetry' | 'settings' | 'budgets'>,
): Handler {
  const budgets = services.budgets(environment.required('USER_BUDGETS_TABLE'));
  return task(createRestorationValidation({ ...withSettings(environment, services), budgets }));
}
