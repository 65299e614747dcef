import { expect } from 'chai';
import { auditEntryOf } from '../../../domain/audit/auditEntry.js';
import type { Refused, WorkflowInput } from '../../../handlers/contracts/tasks.js';
import type { WorkflowEvent } from '../../../infra/workflows/events.js';
import { describeFailures } from './failures.js';
import { callOf, SUSPENSION, tasksOf } from './resources.js';
import {
  EXECUTION,
  NOT_NEEDED,
  PRINCIPAL,
  RESTORE_POINT,
  runnerOf,
  STARTED_AT,
  startedBy,
  WorkflowWorld,
  type Run,
} from './workflowWorld.js';

const DEADLINE = '2026-03-02T09:05:00.123Z';

const IN_GRACE = startedBy('GraceStarted', DEADLINE);
const OF_PERSON = startedBy('GraceStarted', DEADLINE, 'person/ana@example.com');
const TAMPERED = startedBy(
  'PersonPolicyTampered',
  undefined,
  'arn:aws:iam::444455556666:policy/bedrock-budgeteer-dev-persons-1',
);

const REFUSED: Refused = { verdict: 'refused', reason: 'a role of this stack' };

const GRACE = ['SendGraceNotification', 'IsInGrace', 'WaitForGraceDeadline', 'SendFinalWarning', 'IsGraceOver'];

const SUSPENDING = [
  ...['ConfirmStillExceeded', 'IsStillExceeded', 'BackUpPolicies', 'AreBackedUp', 'ApplyFullSuspension', 'IsApplied'],
  'IsPerson',
  ...['VerifySuspension', 'IsVerified', 'UpdateUserStatus', 'IsSuspended', 'SendAuditEvent', 'SuspensionComplete'],
];

/** Seconds between looks at IAM: 5 s, half as much again each time, never more than 30 s. */
const VERIFICATION_GAPS = [5, 7.5, 11.25, 16.875, 25.3125, 30, 30, 30, 30, 30];

function inputTo(state: string): WorkflowInput | undefined {
  if (state === 'PutBackPersonPolicies') return TAMPERED;
  return ['DenyPerson', 'RefuseDenial'].includes(state) ? OF_PERSON : undefined;
}

describe('suspensionDefinition', () => {
  const run = runnerOf(SUSPENSION);
  const everEntered = new Set<string>();

  async function suspend(input: WorkflowInput, world = new WorkflowWorld()): Promise<Run> {
    const done = await run(input, world);
    for (const state of done.entered) everEntered.add(state);
    return done;
  }

  function worldTo(state: string): WorkflowWorld {
    const world = new WorkflowWorld();
    if (state === 'RefuseSuspension') world.answers.set('policy-backup', REFUSED);
    if (state === 'RefuseDenial') world.answers.set('person-access deny', REFUSED);
    if (state === 'RefuseApplication') world.answers.set('iam-utilities apply', REFUSED);
    return world;
  }

  it('warns, waits for the end of grace to the millisecond, warns again, and suspends', async () => {
    const { result, entered, world } = await suspend(IN_GRACE);
    expect(result.status).to.equal('SUCCEEDED');
    expect(entered).to.deep.equal(['WasGraceStarted', ...GRACE, ...SUSPENDING]);
    const times = world.calls.map(({ at }) => at);
    expect(times[0]).to.equal(STARTED_AT);
    expect([...new Set(times.slice(1))]).to.deep.equal([Date.parse(DEADLINE)]);
  });

  it('denies a person by the policy of persons before it verifies', async () => {
    const { result, entered, world } = await suspend(OF_PERSON);
    expect(result.status).to.equal('SUCCEEDED');
    const [before, after] = [SUSPENDING.slice(0, 7), SUSPENDING.slice(7)];
    expect(entered).to.deep.equal(['WasGraceStarted', ...GRACE, ...before, 'DenyPerson', 'IsDenied', ...after]);
    expect(world.calls.map(({ call }) => call)).to.include('person-access deny');
  });

  it('never asks person-access for anybody else', async () => {
    const { world } = await suspend(IN_GRACE);
    expect(world.calls.filter(({ call }) => call.startsWith('person-access'))).to.deep.equal([]);
  });

  for (const type of ['PersonPolicyTampered', 'PersonPolicyOutdated'] as const) {
    it(`does nothing but put the policies of persons back after ${type}`, async () => {
      const { result, entered, world } = await suspend({ ...TAMPERED, type });
      expect(result.status).to.equal('SUCCEEDED');
      expect(entered).to.deep.equal([
        'WasGraceStarted',
        'PutBackPersonPolicies',
        'ArePutBack',
        'PersonPoliciesPutBack',
      ]);
      expect(world.calls.map(({ call }) => call)).to.deep.equal(['person-access put-back']);
    });
  }

  it('waits its turn while another execution writes the policies', async () => {
    const world = new WorkflowWorld().fail('person-access deny', 'BusyError', 100);
    expect((await suspend(OF_PERSON, world)).result.status).to.equal('SUCCEEDED');
  });

  it('says so when the policies have no room for a person, and why', async () => {
    const { result, entered, world } = await suspend(OF_PERSON, worldTo('RefuseDenial'));
    expect(result.status).to.equal('SUCCEEDED');
    expect(entered.slice(-3)).to.deep.equal(['RefuseDenial', 'IsRefused', 'SuspensionRefused']);
    expect(world.calls.at(-1)?.payload).to.include({ operation: 'refuse-suspension', reason: REFUSED.reason });
  });

  it('does not wait for a deadline that has passed', async () => {
    const { result, world } = await suspend(startedBy('GraceStarted', '2026-03-02T08:59:00.000Z'));
    expect(result.status).to.equal('SUCCEEDED');
    expect((world.calls.at(-1)?.at ?? NaN) - STARTED_AT).to.be.lessThan(10);
  });

  it('waits through the longest grace', async () => {
    const deadline = new Date(STARTED_AT + 604_800_000).toISOString();
    const { result, world } = await suspend(startedBy('GraceStarted', deadline));
    expect(result.status).to.equal('SUCCEEDED');
    expect(world.calls.at(-1)?.at).to.equal(Date.parse(deadline));
  });

  it('suspends at once when there was no grace', async () => {
    const { entered } = await suspend(startedBy('SuspensionStarted'));
    expect(entered).to.deep.equal(['WasGraceStarted', ...SUSPENDING]);
  });

  it('publishes what was done', async () => {
    const { world } = await suspend(IN_GRACE);
    const [event] = world.events;
    const detail: WorkflowEvent<'SuspensionCompleted'> = {
      type: 'SuspensionCompleted',
      eventId: 'run-1/SuspensionCompleted',
      at: DEADLINE,
      principalId: PRINCIPAL,
      execution: EXECUTION,
      restorePoint: RESTORE_POINT,
      steps: ['one step'],
    };
    const head = { EventBusName: 'budgets', Source: 'bedrock-budgeteer', DetailType: detail.type };
    expect(event).to.deep.equal({ ...head, Detail: detail });
    expect(auditEntryOf({ source: event?.Source, detail: event?.Detail }).kind).to.equal('entry');
  });

  for (const [state, task] of tasksOf(SUSPENSION)) {
    const call = callOf(task);
    if (task.Catch[0]?.Next !== 'KeepInDeadLetters' || state === 'SendAuditEvent') continue;
    it(`does no more when ${state} was not needed`, async () => {
      const world = worldTo(state);
      world.answers.set(call, NOT_NEEDED);
      const { result, entered } = await suspend(inputTo(state) ?? IN_GRACE, world);
      expect(result.status).to.equal('SUCCEEDED');
      expect(entered.at(-1)).to.equal('NotNeeded');
      expect(world.calls.at(-1)?.call).to.equal(call);
      expect(world.events).to.deep.equal([]);
    });
  }

  it('says so when a principal must not be suspended, and why', async () => {
    const { result, entered, world } = await suspend(IN_GRACE, worldTo('RefuseSuspension'));
    expect(result.status).to.equal('SUCCEEDED');
    expect(entered.slice(-3)).to.deep.equal(['RefuseSuspension', 'IsRefused', 'SuspensionRefused']);
    expect(world.calls.at(-1)?.payload).to.include({ operation: 'refuse-suspension', reason: REFUSED.reason });
    expect(world.calls.map(({ call }) => call)).not.to.include('iam-utilities apply');
  });

  it('says so when there turns out to be no room for the Deny, and why', async () => {
    const { result, entered, world } = await suspend(IN_GRACE, worldTo('RefuseApplication'));
    expect(result.status).to.equal('SUCCEEDED');
    expect(entered.slice(-3)).to.deep.equal(['RefuseApplication', 'IsRefused', 'SuspensionRefused']);
    expect(world.calls.at(-1)?.payload).to.include({ operation: 'refuse-suspension', reason: REFUSED.reason });
  });

  it('fails where the verification refuses, which it never does', async () => {
    const world = new WorkflowWorld();
    world.answers.set('iam-utilities verify-suspension', REFUSED);
    expect((await suspend(IN_GRACE, world)).result).to.include({ status: 'FAILED', error: 'UnknownVerdict' });
  });

  it('looks again until IAM shows the suspension, for four minutes at most', async () => {
    const world = new WorkflowWorld().fail('iam-utilities verify-suspension', 'NotEffectiveYetError');
    const { result } = await suspend(IN_GRACE, world);
    expect(result).to.include({ status: 'FAILED', error: 'NotEffectiveYetError' });
    const times = world.calls.filter(({ call }) => call.endsWith('verify-suspension')).map(({ at }) => at);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? NaN));
    expect(gaps.map(Math.ceil)).to.deep.equal(VERIFICATION_GAPS.map((seconds) => Math.floor(seconds * 1000)));
  });

  describeFailures({
    ...{ workflow: 'suspension', definition: SUSPENSION, input: IN_GRACE },
    ...{ worldTo, inputTo, run: suspend },
  });

  describe('in all of these executions', () => {
    it('enters every state', () => {
      expect([...everEntered]).to.have.members(Object.keys(SUSPENSION.States));
    });
  });
});
