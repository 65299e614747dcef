import { EVENT_SOURCE } from '../../handlers/contracts/events.js';
import type { RestorePointRecord } from '../../handlers/contracts/tasks.js';
import type { TaskState } from './asl.js';
import { CONTEXT, inputField, rendered, type PathTo, type Template } from './payloads.js';
import { SENDING_RETRIES } from './retries.js';
import { integration, taskState, type TaskOptions, type WorkflowResources } from './tasks.js';

/** Events that workflows publish themselves, by type: what each says beside `WorkflowEvent`. */
export interface WorkflowEvents {
  readonly SuspensionCompleted: { readonly restorePoint: RestorePointRecord; readonly steps: readonly string[] };
  readonly RestorationCompleted: { readonly steps: readonly string[]; readonly notRestored: readonly string[] };
  readonly RestorationSkipped: { readonly reason: string };
  readonly WorkflowFailed: {
    readonly workflow: WorkflowName;
    readonly failure: Failure;
    /** The message's id, or why it was not sent. */
    readonly deadLetter: { readonly messageId: string } | Failure;
  };
}

export type WorkflowName = 'suspension' | 'restoration';

/** An error as Step Functions gives it to a Catch. */
export interface Failure {
  readonly Error?: string;
  readonly Cause?: string;
}

export type WorkflowEventName = keyof WorkflowEvents;

/** The detail of one event. */
export type WorkflowEvent<E extends WorkflowEventName> = WorkflowEvents[E] & {
  readonly type: E;
  readonly eventId: string;
  /** ISO 8601 */
  readonly at: string;
  readonly principalId: string;
  /** The execution's ARN. */
  readonly execution: string;
};

/** Publishes one event. Its id is made of execution and type, so a retry has the same id. */
export function eventTask<E extends WorkflowEventName>(
  resources: WorkflowResources,
  event: { readonly type: E; readonly detail: Template<WorkflowEvents[E]>; readonly kept: string },
  next: string,
  options: TaskOptions = {},
): TaskState {
  const head = {
    type: event.type,
    eventId: eventId(event.type),
    at: CONTEXT.enteredAt,
    principalId: inputField('principalId'),
    execution: CONTEXT.executionArn,
  };
  const entry = {
    EventBusName: resources.eventBusName,
    Source: EVENT_SOURCE,
    DetailType: event.type,
    Detail: rendered({ ...head, ...event.detail }),
  };
  const call = {
    Resource: integration(resources, 'events:putEvents'),
    Parameters: { Entries: [entry] },
    ResultPath: event.kept,
  };
  return taskState(call, next, { retries: SENDING_RETRIES, ...options });
}

/** An execution may publish events of several types, and each needs an id of its own. */
function eventId(type: WorkflowEventName): PathTo<string> {
  return { path: `States.Format('{}/${type}', $$.Execution.Name)` };
}
