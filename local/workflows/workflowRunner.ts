import './promiseWithResolvers.js';
import {
  ExecutionError,
  ExecutionTimeoutError,
  StateMachine,
  type RunOptions,
  type StateMachineDefinition as LibraryDefinition,
} from 'aws-local-stepfunctions';
import type { State, StateMachineDefinition } from '../../infra/workflows/asl.js';
import { taskHandler, type TaskHandler, type WorkflowServices } from './workflowTasks.js';

export type WorkflowResult =
  | { readonly status: 'SUCCEEDED'; readonly output: unknown }
  | { readonly status: 'FAILED' | 'TIMED_OUT'; readonly error: string; readonly cause: string };

export interface WorkflowExecution {
  readonly arn: string;
  /** Never rejects: a failure is a result. */
  readonly result: Promise<WorkflowResult>;
  /**
   * States entered so far, in order. A retry does not enter its state again. After a timeout there is one state too
   * many.
   */
  readonly entered: readonly string[];
}

/** Validation takes longer than most executions, so each definition is validated once. */
const VALID = new WeakSet<StateMachineDefinition>();

/**
 * Runs a state machine in this process, on `setTimeout` and `Date`. Differences from Step Functions: no jitter, so
 * retries wait the longest time and every run is the same; `$$` has no `State.RetryCount` and no `Task`; a name can be
 * used for another execution; sizes have no limit.
 */
export class WorkflowRunner {
  readonly #arn: string;
  readonly #definition: StateMachineDefinition;
  readonly #handlers: Readonly<Record<string, TaskHandler>>;

  /** `arn` of the state machine. Throws if the definition is invalid or a task has an unknown resource. */
  constructor(arn: string, definition: StateMachineDefinition, services: WorkflowServices) {
    this.#arn = arn;
    this.#definition = definition;
    this.#handlers = Object.fromEntries(
      Object.entries(definition.States).flatMap(([name, state]) =>
        state.Type === 'Task' ? [[name, taskHandler(services, name, state)]] : [],
      ),
    );
    if (VALID.has(definition)) return;
    new StateMachine(libraryDefinition(definition));
    VALID.add(definition);
  }

  start(input: unknown, { name }: { readonly name: string }): WorkflowExecution {
    const entries = new StateEntries();
    const definition = libraryDefinition(this.#definition);
    definition.States = entries.watched(definition.States);
    const arn = `${this.#arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const context = {
      Execution: { Id: arn, Name: name },
      StateMachine: { Id: this.#arn, Name: this.#arn.split(':').at(-1) },
      State: entries.context,
    };
    const machine = new StateMachine(definition, { validationOptions: { noValidate: true } });
    const overrides = { taskResourceLocalHandlers: this.#handlers } as NonNullable<RunOptions['overrides']>;
    const { result } = machine.run(asJson(input), { context, overrides });
    return { arn, result: resultOf(result), entered: entries.entered };
  }
}

type LibraryStates = LibraryDefinition['States'];

/** Notes states when the library looks them up, which is when it enters them. Its events come later. */
class StateEntries {
  readonly entered: string[] = [];
  readonly context = { Name: '', EnteredTime: '' };

  watched(states: LibraryStates): LibraryStates {
    return new Proxy(states, {
      get: (target, name) => {
        const state: unknown = Reflect.get(target, name);
        if (state !== undefined) this.#enter(String(name));
        return state;
      },
    });
  }

  #enter(name: string): void {
    this.entered.push(name);
    this.context.Name = name;
    this.context.EnteredTime = new Date().toISOString();
  }
}

/** A copy, because the library and its validator change what they are given. */
function libraryDefinition(definition: StateMachineDefinition): LibraryDefinition {
  const States = Object.fromEntries(
    Object.entries(definition.States).map(([name, state]) => [name, unjittered(state)]),
  );
  return asJson({ ...definition, States }) as unknown as LibraryDefinition;
}

function unjittered(state: State): State {
  if (state.Type !== 'Task') return state;
  return { ...state, Retry: state.Retry.map((retrier) => ({ ...retrier, JitterStrategy: 'NONE' })) };
}

async function resultOf(running: Promise<unknown>): Promise<WorkflowResult> {
  try {
    return { status: 'SUCCEEDED', output: await running };
  } catch (error) {
    if (error instanceof ExecutionTimeoutError) return { status: 'TIMED_OUT', error: 'States.Timeout', cause: '' };
    if (!(error instanceof ExecutionError) || !(error.cause instanceof Error)) throw error;
    return { status: 'FAILED', error: error.cause.name, cause: error.cause.message };
  }
}

type LibraryJson = Parameters<StateMachine['run']>[0];

function asJson(value: unknown): LibraryJson {
  return JSON.parse(JSON.stringify(value)) as LibraryJson;
}
