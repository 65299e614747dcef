import { expect } from 'chai';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { TransientError } from '../../../handlers/runtime/errors.js';
import type { State, StateMachineDefinition, TaskState } from '../../../infra/workflows/asl.js';
import {
  WorkflowRunner,
  type WorkflowExecution,
  type WorkflowResult,
} from '../../../local/workflows/workflowRunner.js';
import type { WorkflowServices } from '../../../local/workflows/workflowTasks.js';

const MACHINE = 'arn:aws:states:us-east-1:444455556666:stateMachine:probe';
const FUNCTION = 'arn:aws:lambda:us-east-1:444455556666:function:probe';

const CALL: TaskState = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: {
    FunctionName: FUNCTION,
    Payload: {
      'execution.$': '$$.Execution.Id',
      'name.$': '$$.Execution.Name',
      'started.$': '$$.Execution.StartTime',
      'input.$': '$$.Execution.Input',
      'machine.$': '$$.StateMachine.Name',
      'state.$': '$$.State.Name',
      'entered.$': '$$.State.EnteredTime',
    },
  },
  ResultPath: '$.call',
  TimeoutSeconds: 60,
  Retry: [
    {
      ErrorEquals: ['TransientError', 'States.Timeout'],
      IntervalSeconds: 10,
      BackoffRate: 2,
      MaxAttempts: 3,
      MaxDelaySeconds: 15,
      JitterStrategy: 'FULL',
    },
  ],
  Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Done' }],
  Next: 'Done',
};

const SILENT: WorkflowServices = {
  invoke: () => Promise.resolve(undefined),
  putEvents: () => Promise.resolve(),
  sendMessage: () => Promise.resolve(),
};

function machineOf(states: Readonly<Record<string, State>>, StartAt = 'Wait'): StateMachineDefinition {
  const Done: State = { Type: 'Succeed' };
  return { Comment: 'probe', StartAt, TimeoutSeconds: 3600, States: { ...states, Done } };
}

/** Waits first, so that the task is entered later than the execution began. */
const PROBE = machineOf({ Wait: { Type: 'Wait', TimestampPath: '$.until', Next: 'Call' }, Call: CALL });

const INPUT = { until: '1970-01-01T00:01:00.500Z' };

describe('WorkflowRunner', () => {
  let clock: SinonFakeTimers;

  beforeEach(() => {
    clock = useFakeTimers({ now: 0, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });

  afterEach(() => {
    clock.restore();
  });

  function start(services: Partial<WorkflowServices>, definition = PROBE, input: unknown = INPUT): WorkflowExecution {
    return new WorkflowRunner(MACHINE, definition, { ...SILENT, ...services }).start(input, { name: 'run-1' });
  }

  async function endOf({ result }: WorkflowExecution): Promise<WorkflowResult> {
    await clock.runAllAsync();
    return result;
  }

  /** What the Catch of the failed task says. */
  async function failureOf(execution: WorkflowExecution): Promise<{ readonly Error: string; readonly Cause: string }> {
    const result = await endOf(execution);
    if (result.status !== 'SUCCEEDED') throw new Error(`not caught: ${result.error}`);
    return (result.output as { readonly failure: { readonly Error: string; readonly Cause: string } }).failure;
  }

  it('gives a state the context of its execution and of itself', async () => {
    const payloads: unknown[] = [];
    const execution = start({
      invoke: (arn, payload) => {
        payloads.push(arn, payload);
        return Promise.resolve({ kept: 1, dropped: undefined });
      },
    });
    const { status, output } = (await endOf(execution)) as Extract<WorkflowResult, { status: 'SUCCEEDED' }>;
    expect(status).to.equal('SUCCEEDED');
    expect(output).to.deep.include({ call: { ExecutedVersion: '$LATEST', Payload: { kept: 1 }, StatusCode: 200 } });
    expect(execution.entered).to.deep.equal(['Wait', 'Call', 'Done']);
    const executionArn = 'arn:aws:states:us-east-1:444455556666:execution:probe:run-1';
    expect(execution.arn).to.equal(executionArn);
    const called = { execution: executionArn, name: 'run-1', started: '1970-01-01T00:00:00.000Z', input: INPUT };
    expect(payloads).to.deep.equal([
      FUNCTION,
      { ...called, machine: 'probe', state: 'Call', entered: '1970-01-01T00:01:00.500Z' },
    ]);
  });

  it('waits for a retry the longest that jitter allows, and never longer than the delay', async () => {
    const times: number[] = [];
    const execution = start({
      invoke: () => {
        times.push(Date.now() - 60_500);
        return Promise.reject(new TransientError('busy'));
      },
    });
    await endOf(execution);
    expect(times).to.deep.equal([0, 10_000, 25_000, 40_000]);
    expect(execution.entered).to.deep.equal(['Wait', 'Call', 'Done']);
  });

  it('lets an error of a function arrive as Lambda describes it', async () => {
    const thrown = new TypeError('not a number');
    const failure = await failureOf(start({ invoke: () => Promise.reject(thrown) }));
    expect(failure.Error).to.equal('TypeError');
    const trace = thrown.stack?.split('\n');
    expect(JSON.parse(failure.Cause)).to.deep.equal({ errorType: 'TypeError', errorMessage: 'not a number', trace });
  });

  it('takes what is thrown and is no error', async () => {
    const reject: (reason: unknown) => Promise<never> = Promise.reject.bind(Promise);
    const { Error, Cause } = await failureOf(start({ invoke: () => reject('a text') }));
    expect(Error).to.equal('Error');
    expect(JSON.parse(Cause)).to.deep.include({ errorType: 'Error', errorMessage: 'a text' });
  });

  it('gives up a function that does not answer, as a timeout', async () => {
    let calls = 0;
    const execution = start({
      invoke: () => {
        calls += 1;
        return new Promise<never>(() => undefined);
      },
    });
    expect(await failureOf(execution)).to.include({ Error: 'States.Timeout' });
    expect(calls).to.equal(4);
    expect(Date.now()).to.equal(60_500 + 4 * 60_000 + 40_000);
  });

  it('sends a text as it is and an object as JSON, and takes a refusal by its name', async () => {
    const sent: unknown[] = [];
    const send = (MessageBody: string | { readonly 'a.$': string }): TaskState => ({
      ...CALL,
      Resource: 'arn:aws-us-gov:states:::sqs:sendMessage',
      Parameters: { QueueUrl: 'https://queue', MessageBody },
    });
    for (const body of ['text', { 'a.$': '$.until' }]) {
      const sendMessage = (...message: readonly string[]): Promise<void> => {
        sent.push(message);
        return Promise.reject(Object.assign(new Error('full'), { name: 'SQS.AmazonSQSException' }));
      };
      const failure = await failureOf(start({ sendMessage }, machineOf({ Call: send(body) }, 'Call')));
      expect(failure).to.deep.equal({ Error: 'SQS.AmazonSQSException', Cause: 'full' });
    }
    expect(sent).to.deep.equal([
      ['https://queue', 'text'],
      ['https://queue', JSON.stringify({ a: INPUT.until })],
    ]);
  });

  it('ends by the error of a Fail state, and by the timeout of the whole', async () => {
    const Fail: State = { Type: 'Fail', ErrorPath: '$.until', Cause: 'why' };
    const failed = await endOf(start({}, { ...PROBE, StartAt: 'Fail', States: { Fail } }));
    expect(failed).to.deep.equal({ status: 'FAILED', error: INPUT.until, cause: 'why' });
    const late = await endOf(start({}, PROBE, { until: '1970-01-01T02:00:00Z' }));
    expect(late).to.deep.equal({ status: 'TIMED_OUT', error: 'States.Timeout', cause: '' });
    expect(Date.now()).to.equal(3_600_000);
  });

  it('keeps executions apart that run at the same time', async () => {
    const runner = new WorkflowRunner(MACHINE, PROBE, { ...SILENT, invoke: (_, payload) => Promise.resolve(payload) });
    const names = ['run-1', 'run-2'];
    const running = names.map((name, index) => runner.start({ until: `1970-01-01T00:01:0${index}Z` }, { name }));
    await clock.runAllAsync();
    for (const [index, { result }] of running.entries()) {
      const { output } = (await result) as { readonly output: { readonly call: { readonly Payload: object } } };
      expect(output.call.Payload).to.include({ name: names[index], entered: `1970-01-01T00:01:0${index}.000Z` });
    }
  });

  it('refuses a task that would go to the real AWS, and a definition that is not valid', () => {
    const foreign = { ...CALL, Resource: 'arn:aws:states:::dynamodb:putItem' };
    expect(() => start({}, machineOf({ Foreign: foreign }, 'Foreign'))).to.throw(
      'Foreign: no handler for the resource arn:aws:states:::dynamodb:putItem',
    );
    expect(() => start({}, machineOf({ Call: { ...CALL, Next: 'Nowhere' } }, 'Call'))).to.throw('Nowhere');
  });

  it('leaves the definition as it was', async () => {
    const before = structuredClone(PROBE);
    await endOf(start({}));
    expect(PROBE).to.deep.equal(before);
  });
});
