import type { Settings } from '../../../../domain/settings/settings.js';
import { asTransient } from '../../../../handlers/adapters/transientFaults.js';
import type { LambdaContext } from '../../../../handlers/runtime/lambdaContext.js';
import type { BudgetStore } from '../../../../handlers/ports/budgetStore.js';
import type { Clock } from '../../../../handlers/ports/clock.js';
import type { EventBus } from '../../../../handlers/ports/eventBus.js';
import type { Telemetry } from '../../../../handlers/ports/telemetry.js';
import { createSettingsCache } from '../../../../handlers/settings/settingsCache.js';
import type { Environment } from './environment.js';
import type { FunctionServices } from './services.js';

export type Handler = (event: unknown, context: LambdaContext) => Promise<unknown>;

/** What an entry of `handlers/entry/` does, with the world in the place of AWS. */
export type LocalRoot = (environment: Environment, services: FunctionServices) => Handler;

export interface Base {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

export interface Composition extends Base {
  readonly settings: () => Promise<Settings>;
}

/** Without settings, for those that read none. */
export function composeBase({ clock, telemetry }: FunctionServices): Base {
  return { clock, telemetry };
}

export function compose(environment: Environment, services: FunctionServices): Composition {
  const { clock, telemetry } = composeBase(services);
  const source = services.settings(homeRegion(environment, services), environment.required('SETTINGS_PATH'));
  return { clock, telemetry, settings: createSettingsCache({ source, clock, telemetry }) };
}

/** Of the tables, the settings and the bus. */
export function homeRegion(environment: Environment, { region }: FunctionServices): string {
  return environment.optional('HOME_REGION') ?? region;
}

export function budgetStore(environment: Environment, services: FunctionServices): BudgetStore {
  return services.budgets(homeRegion(environment, services), environment.required('USER_BUDGETS_TABLE'));
}

export function eventBus(environment: Environment, services: FunctionServices): EventBus {
  return services.bus(homeRegion(environment, services), environment.required('EVENT_BUS'));
}

/** A function of a workflow, whose state machine tries transient faults again by their name. */
export function task(handle: (event: unknown) => Promise<unknown>): Handler {
  return async (event) => {
    try {
      return await handle(event);
    } catch (error) {
      throw asTransient(error);
    }
  };
}
