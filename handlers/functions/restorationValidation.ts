import type { Settings } from '../../domain/settings/settings.js';
import type { BudgetPorts } from '../budgets/budgetChanges.js';
import type { RestorationValidationOutput } from '../contracts/tasks.js';
import { begin } from '../workflows/ownership.js';
import { readTask } from '../runtime/taskInput.js';

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
      const { policy } = await ports.settings();
      return (await begin(ports, task, 'restoring', policy)) ?? { verdict: 'eligible' };
    } finally {
      ports.telemetry.flush();
    }
  };
}
