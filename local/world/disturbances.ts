import type { WorkflowServices } from '../workflows/workflowTasks.js';
import type { Handler } from '../../handlers/runtime/handler.js';
import type { Services } from '../../handlers/ports/services.js';
import type { FunctionDeclaration } from './compute/functionDeclaration.js';

/** Something in transit: a log event to its subscription, an event to a rule's targets, a schedule's tick. */
export interface Passage {
  readonly kind: 'log' | 'event' | 'schedule';
  /** The log group or rule. */
  readonly from: string;
  /** ARNs. */
  readonly to: readonly string[];
}

/** How the world differs from one without faults. It sees the stack's services only as ports. */
export interface Disturbances {
  /** Makes a function of services that may fail, and its invocations such that they may. */
  handler(declaration: FunctionDeclaration, services: Services, compose: (services: Services) => Handler): Handler;
  /** What the tasks of state machines call. */
  tasks(services: WorkflowServices): WorkflowServices;
  /** How many milliseconds late each copy is. One 0 is normal; an empty list loses it. */
  arrivals(passage: Passage): readonly number[];
}

export const UNDISTURBED: Disturbances = {
  handler: (_, services, compose) => compose(services),
  tasks: (services) => services,
  arrivals: () => [0],
};
