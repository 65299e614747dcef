import type { WorkflowServices } from '../workflows/workflowTasks.js';
import type { Handler } from '../../handlers/runtime/handler.js';
import type { Services } from '../../handlers/ports/services.js';
import type { FunctionDeclaration } from './compute/functionDeclaration.js';

/** What is on its way: a log event to its subscription, an event to the targets of a rule, a tick of a schedule. */
export interface Passage {
  readonly kind: 'log' | 'event' | 'schedule';
  /** The log group or the rule. */
  readonly from: string;
  /** ARNs. */
  readonly to: readonly string[];
}

/** How the world differs from one in which all goes well. It knows the stack's services only by their ports. */
export interface Disturbances {
  /** Makes a function of services that may fail, and its invocations such that they may. */
  handler(declaration: FunctionDeclaration, services: Services, compose: (services: Services) => Handler): Handler;
  /** What the tasks of state machines call. */
  tasks(services: WorkflowServices): WorkflowServices;
  /** By how many milliseconds each copy is late; one that is not late is all there is, none at all is lost. */
  arrivals(passage: Passage): readonly number[];
}

export const UNDISTURBED: Disturbances = {
  handler: (_, services, compose) => compose(services),
  tasks: (services) => services,
  arrivals: () => [0],
};
