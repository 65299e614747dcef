import type { JsonObject, StateMachineDefinition, TaskState } from '../../../infra/workflows/asl.js';
import { restorationDefinition } from '../../../infra/workflows/restoration.js';
import { suspensionDefinition } from '../../../infra/workflows/suspension.js';
import type { WorkflowResources } from '../../../infra/workflows/tasks.js';

export function resourcesIn(partition: string): WorkflowResources {
  const arn = (name: string): string => `arn:${partition}:lambda:us-east-1:444455556666:function:${name}`;
  return {
    functions: {
      'grace-notification': arn('grace-notification'),
      'budget-status': arn('budget-status'),
      'policy-backup': arn('policy-backup'),
      'person-access': arn('person-access'),
      'iam-utilities': arn('iam-utilities'),
      'restoration-validation': arn('restoration-validation'),
    },
    deadLetterQueueUrl: 'https://sqs.us-east-1.amazonaws.com/444455556666/workflow-failures',
    eventBusName: 'budgets',
  };
}

export const SUSPENSION = suspensionDefinition(resourcesIn('aws'));

export const RESTORATION = restorationDefinition(resourcesIn('aws'));

export function tasksOf(definition: StateMachineDefinition): readonly (readonly [string, TaskState])[] {
  return Object.entries(definition.States).flatMap(([name, state]) =>
    state.Type === 'Task' ? [[name, state] as const] : [],
  );
}

/** The call that a task makes: a function and what it is told to do, the event's name, or `sendMessage`. */
export function callOf({ Parameters }: Pick<TaskState, 'Parameters'>): string {
  const { FunctionName, Payload, Entries } = Parameters as {
    readonly FunctionName?: string;
    readonly Payload?: JsonObject;
    readonly Entries?: readonly { readonly DetailType: string }[];
  };
  if (FunctionName !== undefined) return functionCall(FunctionName, Payload);
  return Entries?.[0]?.DetailType ?? 'sendMessage';
}

/** `FUNCTION OPERATION`, as told by its payload. */
export function functionCall(functionArn: string, payload: Readonly<Record<string, unknown>> = {}): string {
  const told = payload['operation'] ?? payload['notice'];
  return [functionArn.split(':').at(-1), ...(typeof told === 'string' ? [told] : [])].join(' ');
}
