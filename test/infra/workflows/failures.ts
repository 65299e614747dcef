import { expect } from 'chai';
import { auditEntryOf } from '../../../domain/audit/auditEntry.js';
import type { WorkflowInput } from '../../../handlers/contracts/tasks.js';
import type { JsonObject, StateMachineDefinition } from '../../../infra/workflows/asl.js';
import type { WorkflowName } from '../../../infra/workflows/events.js';
import { callOf, resourcesIn, tasksOf } from './resources.js';
import { EXECUTION, WorkflowWorld, type Run, type RunWorkflow } from './workflowWorld.js';

export interface FailureCases {
  readonly workflow: WorkflowName;
  readonly definition: StateMachineDefinition;
  /** Its execution passes all tasks, in a world that leads to them. */
  readonly input: WorkflowInput;
  readonly worldTo: (state: string) => WorkflowWorld;
  /** What leads to a state in place of `input`. */
  readonly inputTo: (state: string) => WorkflowInput | undefined;
  readonly run: RunWorkflow;
}

/** The calls of the failure path, in order. */
const REPORTS = ['sendMessage', 'WorkflowFailed', 'budget-status record-failure'];

/** Seconds after the first attempt: 2 s, doubled each time, and no jitter here. */
const BACKOFF = [0, 2, 6, 14, 30, 62];

export function describeFailures(cases: FailureCases): void {
  const tasks = tasksOf(cases.definition)
    .map(([state, task]) => ({ state, call: callOf(task), isFunction: task.Resource.endsWith(':lambda:invoke') }))
    .filter(({ call }) => !REPORTS.includes(call));
  for (const { state, call, isFunction } of tasks) {
    const input = cases.inputTo(state) ?? cases.input;
    const own = { ...cases, input };
    describe(`when ${state} fails`, () => {
      it('tries again after a fault that passes, and comes to its end', async () => {
        const world = cases.worldTo(state).fail(call, isFunction ? 'TransientError' : 'EventBridge.FailedEntry', 2);
        const { result } = await cases.run(input, world);
        expect(result.status).to.equal('SUCCEEDED');
        expect(secondsOf(world, call)).to.deep.equal([0, 2, 6]);
        expect(reportsOf(world)).to.deep.equal([]);
      });

      it('gives up a fault that does not pass after five retries, and reports it', async () => {
        const name = isFunction ? 'Lambda.TooManyRequestsException' : 'EventBridge.FailedEntry';
        const run = await cases.run(input, cases.worldTo(state).fail(call, name));
        expect(secondsOf(run.world, call)).to.deep.equal(BACKOFF);
        expectReported(own, run, name);
      });

      if (!isFunction) return;
      it('reports at once what no retry mends', async () => {
        const run = await cases.run(input, cases.worldTo(state).fail(call, 'CorruptRowError'));
        expect(secondsOf(run.world, call)).to.deep.equal([0]);
        expectReported(own, run, 'CorruptRowError');
      });

      it('reports an answer that it does not know', async () => {
        const world = cases.worldTo(state);
        world.answers.set(call, { verdict: 'of another version' });
        expectReported(own, await cases.run(input, world), 'UnknownVerdict');
      });
    });
  }
  describe('when reporting a failure fails', () => {
    const first = tasks[0]?.call ?? '';
    const combinations = REPORTS.map((report) => [report]).concat([REPORTS]);
    for (const broken of combinations) {
      it(`makes all other reports and fails as it would have: without ${broken.join(', ')}`, async () => {
        const world = new WorkflowWorld().fail(first, 'CorruptRowError');
        for (const report of broken) world.fail(report, 'AccessDenied');
        const { result } = await cases.run(cases.input, world);
        expect(result).to.include({ status: 'FAILED', error: 'CorruptRowError' });
        expect([...new Set(reportsOf(world))]).to.deep.equal(REPORTS);
        expect(world.messages).to.have.length(broken.includes('sendMessage') ? 0 : 1);
        expect(world.events).to.have.length(broken.includes('WorkflowFailed') ? 0 : 1);
        if (broken.join() === 'sendMessage') {
          expect(world.events[0]?.Detail['deadLetter']).to.include({ Error: 'AccessDenied' });
        }
      });

      it(`tries again when the fault passes: of ${broken.join(', ')}`, async () => {
        const world = new WorkflowWorld().fail(first, 'CorruptRowError');
        for (const report of broken) world.fail(report, 'TransientError', 1);
        await cases.run(cases.input, world);
        expect(world.messages).to.have.length(1);
        expect(world.events).to.have.length(1);
        for (const report of broken) expect(secondsOf(world, report)).to.deep.equal([0, 2]);
      });
    }
  });
}

function secondsOf(world: WorkflowWorld, call: string): readonly number[] {
  const times = world.calls.filter((made) => made.call === call).map(({ at }) => at);
  return times.map((at) => (at - (times[0] ?? NaN)) / 1000);
}

function reportsOf(world: WorkflowWorld): readonly string[] {
  return world.calls.map(({ call }) => call).filter((call) => REPORTS.includes(call));
}

/** The execution failed by this name, and queue, bus and budget know it with all there is to know. */
function expectReported({ workflow, input }: FailureCases, { result, world }: Run, Error: string): void {
  expect(result).to.include({ status: 'FAILED', error: Error });
  expect(reportsOf(world)).to.deep.equal(REPORTS);
  const [message] = world.messages;
  const body = message?.body as { readonly reached: { readonly failure: JsonObject }; readonly failedAt: string };
  expect(message?.queueUrl).to.equal(resourcesIn('aws').deadLetterQueueUrl);
  expect(body).to.include({ workflow, execution: EXECUTION });
  expect(new Date(body.failedAt).toISOString()).to.equal(body.failedAt);
  expect(message?.body['input']).to.deep.equal(input);
  expect(body.reached).to.deep.include({ ...input });
  const { failure } = body.reached;
  expect(failure).to.have.all.keys('Error', 'Cause').and.to.include({ Error });
  const [event] = world.events;
  expect(event).to.include({ EventBusName: 'budgets', Source: 'bedrock-budgeteer', DetailType: 'WorkflowFailed' });
  expect(event?.Detail).to.deep.include({ type: 'WorkflowFailed', eventId: 'run-1/WorkflowFailed', workflow, failure });
  expect(event?.Detail).to.deep.include({ principalId: input.principalId, execution: EXECUTION });
  expect(event?.Detail['deadLetter']).to.deep.equal({ messageId: 'local' });
  expect(auditEntryOf({ source: event?.Source, detail: event?.Detail }).kind).to.equal('entry');
  expect(world.calls.at(-1)?.payload).to.deep.equal({
    principalId: input.principalId,
    execution: EXECUTION,
    operation: 'record-failure',
    failure,
  });
}
