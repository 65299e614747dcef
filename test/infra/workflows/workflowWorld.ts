import { useFakeTimers } from 'sinon';
import type {
  BudgetStatusOutput,
  GraceNotificationOutput,
  IamUtilitiesOutput,
  NotNeeded,
  PolicyBackupOutput,
  RestorationValidationOutput,
  RestorePointRecord,
  WorkflowInput,
} from '../../../handlers/contracts/tasks.js';
import type { JsonObject, StateMachineDefinition } from '../../../infra/workflows/asl.js';
import { WorkflowRunner, type WorkflowResult } from '../../../local/workflows/workflowRunner.js';
import type { WorkflowEventEntry, WorkflowServices } from '../../../local/workflows/workflowTasks.js';
import { functionCall } from './resources.js';

export const PRINCIPAL = 'arn:aws:iam::444455556666:user/eva';
export const STARTED_AT = Date.parse('2026-03-02T09:00:00.000Z');
const MACHINE = 'arn:aws:states:us-east-1:444455556666:stateMachine:workflow';
export const EXECUTION = 'arn:aws:states:us-east-1:444455556666:execution:workflow:run-1';

export const RESTORE_POINT: RestorePointRecord = {
  takenAt: '2026-03-02T09:05:00.000Z',
  arn: PRINCIPAL,
  uniqueId: 'AIDAEXAMPLEEVA',
  attachedPolicyArns: ['arn:aws:iam::aws:policy/AmazonBedrockFullAccess'],
  detachedPolicyArns: ['arn:aws:iam::aws:policy/AmazonBedrockFullAccess'],
  deactivatedKeyIds: [],
};

export const NOT_NEEDED: NotNeeded = { verdict: 'not-needed', reason: 'somebody else was faster' };

const NOTIFIED: GraceNotificationOutput = { verdict: 'notified' };
const DONE: BudgetStatusOutput = { verdict: 'done' };
const BACKED_UP: PolicyBackupOutput = { verdict: 'backed-up', restorePoint: RESTORE_POINT };
const CHANGED: IamUtilitiesOutput = { verdict: 'done', steps: ['one step'], notRestored: ['a deleted policy'] };
const ELIGIBLE: RestorationValidationOutput = { verdict: 'eligible' };

const HAPPY: Readonly<Record<string, unknown>> = {
  'grace-notification': NOTIFIED,
  'budget-status': DONE,
  'policy-backup': BACKED_UP,
  'iam-utilities': CHANGED,
  'person-access': CHANGED,
  'restoration-validation': ELIGIBLE,
};

export interface Call {
  readonly call: string;
  readonly at: number;
  readonly payload: JsonObject;
}

export interface Run {
  readonly result: WorkflowResult;
  readonly entered: readonly string[];
  readonly world: WorkflowWorld;
}

/** Functions, bus and queue that answer as they should, unless a test says otherwise of a call. */
export class WorkflowWorld implements WorkflowServices {
  readonly calls: Call[] = [];
  readonly events: (Omit<WorkflowEventEntry, 'Detail'> & { readonly Detail: JsonObject })[] = [];
  readonly messages: { readonly queueUrl: string; readonly body: JsonObject }[] = [];
  /** By call. */
  readonly answers = new Map<string, unknown>();
  /** By call: the first so many fail. */
  readonly failures = new Map<string, { readonly error: Error; times: number }>();

  invoke(functionArn: string, payload: unknown): Promise<unknown> {
    const call = functionCall(functionArn, payload as JsonObject);
    return this.#called(call, payload, () => this.answers.get(call) ?? HAPPY[call.replace(/ .*/, '')]);
  }

  async putEvents(entries: readonly WorkflowEventEntry[]): Promise<void> {
    for (const entry of entries) {
      const Detail = JSON.parse(entry.Detail) as JsonObject;
      await this.#called(entry.DetailType, Detail, () => this.events.push({ ...entry, Detail }));
    }
  }

  async sendMessage(queueUrl: string, text: string): Promise<void> {
    const body = JSON.parse(text) as JsonObject;
    await this.#called('sendMessage', body, () => this.messages.push({ queueUrl, body }));
  }

  fail(call: string, name: string, times = Infinity): this {
    this.failures.set(call, { error: Object.assign(new Error(`${call} failed`), { name }), times });
    return this;
  }

  #called<T>(call: string, payload: unknown, done: () => T): Promise<T> {
    this.calls.push({ call, at: Date.now(), payload: payload as JsonObject });
    const failure = this.failures.get(call);
    if (failure === undefined || failure.times === 0) return Promise.resolve(done());
    failure.times -= 1;
    return Promise.reject(failure.error);
  }
}

export type RunWorkflow = (input: WorkflowInput, world: WorkflowWorld) => Promise<Run>;

/** Runs executions to their end, each in its world, on a clock that does not wait. */
export function runnerOf(definition: StateMachineDefinition): RunWorkflow {
  let current = new WorkflowWorld();
  const runner = new WorkflowRunner(MACHINE, definition, {
    invoke: (functionArn, payload) => current.invoke(functionArn, payload),
    putEvents: (entries) => current.putEvents(entries),
    sendMessage: (queueUrl, body) => current.sendMessage(queueUrl, body),
  });
  return async (input, world) => {
    current = world;
    const clock = useFakeTimers({ now: STARTED_AT, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    try {
      const { result, entered } = runner.start(input, { name: 'run-1' });
      await clock.runAllAsync();
      return { result: await result, entered, world };
    } finally {
      clock.restore();
    }
  };
}

export function startedBy(
  type: WorkflowInput['type'],
  graceDeadline?: string,
  principalId: string = PRINCIPAL,
): WorkflowInput {
  const extra = { spentUsd: '1.07', reason: 'as the bus carries it' };
  const input = { principalId, type, eventId: 'event-1', ...extra };
  return graceDeadline === undefined ? input : { ...input, graceDeadline };
}
