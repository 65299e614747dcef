import type { TaskState } from '../../infra/workflows/asl.js';

/** What a workflow's tasks call. A rejection fails the task with the error's name. */
export interface WorkflowServices {
  /** Lambda: answers what the function answers. */
  invoke(functionArn: string, payload: unknown): Promise<unknown>;
  putEvents(entries: readonly WorkflowEventEntry[]): Promise<void>;
  sendMessage(queueUrl: string, body: string): Promise<void>;
}

/** An entry of PutEvents; `Detail` is JSON. */
export interface WorkflowEventEntry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

/** Answers a task as its service integration would. */
export type TaskHandler = (parameters: unknown) => Promise<unknown>;

type Integration = (services: WorkflowServices, parameters: never) => Promise<unknown>;

/** By resource without its partition. A task with any other resource would call the real AWS. */
const INTEGRATIONS: ReadonlyMap<string, Integration> = new Map<string, Integration>([
  ['states:::lambda:invoke', invokeFunction],
  ['states:::events:putEvents', putEvents],
  ['states:::sqs:sendMessage', sendMessage],
]);

/** Throws if there is no handler for the task. */
export function taskHandler(services: WorkflowServices, stateName: string, task: TaskState): TaskHandler {
  const resource = /^arn:[\w-]+:(.+)$/.exec(task.Resource)?.[1] ?? '';
  const integration = INTEGRATIONS.get(resource);
  if (integration === undefined) throw new Error(`${stateName}: no handler for the resource ${task.Resource}`);
  return (parameters) => integration(services, parameters as never);
}

interface Invocation {
  readonly FunctionName: string;
  readonly Payload: unknown;
}

async function invokeFunction(services: WorkflowServices, { FunctionName, Payload }: Invocation): Promise<unknown> {
  try {
    const answer = await services.invoke(FunctionName, asJson(Payload));
    return { ExecutedVersion: '$LATEST', Payload: asJson(answer), StatusCode: 200 };
  } catch (error) {
    throw new FunctionError(error);
  }
}

/** A Node.js function's error as Step Functions sees it: the Cause is JSON. */
class FunctionError extends Error {
  constructor(thrown: unknown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const { name: errorType, message: errorMessage, stack = '' } = error;
    super(JSON.stringify({ errorType, errorMessage, trace: stack.split('\n') }), { cause: thrown });
    this.name = errorType;
  }
}

type EntryParameters = Omit<WorkflowEventEntry, 'Detail'> & { readonly Detail: unknown };

async function putEvents(
  services: WorkflowServices,
  { Entries }: { readonly Entries: readonly EntryParameters[] },
): Promise<unknown> {
  await services.putEvents(Entries.map((entry) => ({ ...entry, Detail: asText(entry.Detail) })));
  return { Entries: Entries.map((_, index) => ({ EventId: `local-${index}` })), FailedEntryCount: 0 };
}

interface MessageParameters {
  readonly QueueUrl: string;
  readonly MessageBody: unknown;
}

async function sendMessage(services: WorkflowServices, { QueueUrl, MessageBody }: MessageParameters): Promise<unknown> {
  await services.sendMessage(QueueUrl, asText(MessageBody));
  return { MessageId: 'local' };
}

/** Step Functions accepts a JSON object where the API needs text. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Inputs and answers pass through JSON; no answer is null. */
function asJson(value: unknown): unknown {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);
}
