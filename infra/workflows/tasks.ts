import { PERSON_PREFIX } from '../../domain/iam/person.js';
import type { WorkflowInput } from '../../handlers/contracts/tasks.js';
import type { Catcher, ChoiceState, Retrier, TaskState } from './asl.js';
import {
  CONTEXT,
  inputField,
  rendered,
  type Answer,
  type FunctionName,
  type Functions,
  type Payload,
} from './payloads.js';
import { RETRIES, TASK_TIMEOUT_SECONDS } from './retries.js';

export interface WorkflowResources {
  /** ARNs by function. */
  readonly functions: Readonly<Record<FunctionName, string>>;
  readonly deadLetterQueueUrl: string;
  readonly eventBusName: string;
}

/** Every task's failure goes there. */
const TO_FAILURE_PATH: Catcher = { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'KeepInDeadLetters' };

export interface TaskOptions {
  readonly comment?: string;
  readonly retries?: readonly Retrier[];
  /** Replaces the failure path for this task. */
  readonly caught?: Pick<Catcher, 'ResultPath' | 'Next'>;
}

/** Invokes a function with `payload`, principal and execution, and keeps its answer. */
export function functionTask<F extends FunctionName>(
  resources: WorkflowResources,
  answer: Answer<F>,
  payload: Payload<F>,
  next: string,
  options: TaskOptions = {},
): TaskState {
  const task = { principalId: inputField('principalId'), execution: CONTEXT.executionArn, ...payload };
  const call = {
    Resource: integration(resources, 'lambda:invoke'),
    Parameters: { FunctionName: resources.functions[answer.of], Payload: rendered(task) },
    ResultSelector: { 'answer.$': '$.Payload' },
    ResultPath: answer.path,
  };
  return taskState(call, next, { retries: RETRIES, ...options });
}

type Call = Pick<TaskState, 'Resource' | 'Parameters' | 'ResultSelector' | 'ResultPath'>;

export function taskState(call: Call, next: string, options: TaskOptions & { retries: readonly Retrier[] }): TaskState {
  return {
    Type: 'Task',
    ...(options.comment === undefined ? {} : { Comment: options.comment }),
    ...call,
    TimeoutSeconds: TASK_TIMEOUT_SECONDS,
    Retry: options.retries,
    Catch: [{ ...TO_FAILURE_PATH, ...options.caught }],
    Next: next,
  };
}

/** An optimized integration, in the functions' partition. */
export function integration({ functions }: WorkflowResources, action: string): string {
  const [, partition = 'aws'] = functions['budget-status'].split(':');
  return `arn:${partition}:states:::${action}`;
}

/** Continues by an answer's verdict. All verdicts must be listed; any other fails the execution. */
export function verdictChoice<F extends FunctionName>(
  answer: Answer<F>,
  nexts: Readonly<Record<Functions[F]['output']['verdict'], string>>,
): ChoiceState {
  const Variable = `${answer.path}.answer.verdict`;
  const verdicts = Object.entries<string>(nexts);
  return {
    Type: 'Choice',
    Choices: verdicts.map(([StringEquals, Next]) => ({ Variable, StringEquals, Next })),
    Default: 'UnknownVerdict',
  };
}

/** Continues by the type of the event that started the execution. */
export function startChoice(
  nexts: Readonly<Partial<Record<WorkflowInput['type'], string>>>,
  otherwise: string,
): ChoiceState {
  const Variable = inputField('type').path;
  const types = Object.entries<string>(nexts);
  return {
    Type: 'Choice',
    Choices: types.map(([StringEquals, Next]) => ({ Variable, StringEquals, Next })),
    Default: otherwise,
  };
}

/** A person is denied by other means than a user or role. */
export function personChoice(person: string, otherwise: string): ChoiceState {
  const Variable = inputField('principalId').path;
  return {
    Type: 'Choice',
    Choices: [{ Variable, StringMatches: `${PERSON_PREFIX}*`, Next: person }],
    Default: otherwise,
  };
}
