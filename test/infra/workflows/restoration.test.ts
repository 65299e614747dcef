import { expect } from 'chai';
import { auditEntryOf } from '../../../domain/audit/auditEntry.js';
import type { WorkflowInput } from '../../../handlers/contracts/tasks.js';
import type { WorkflowEvent } from '../../../infra/workflows/events.js';
import { describeFailures } from './failures.js';
import { RESTORATION } from './resources.js';
import { EXECUTION, NOT_NEEDED, PRINCIPAL, runnerOf, startedBy, WorkflowWorld, type Run } from './workflowWorld.js';

const STARTED = startedBy('RestorationStarted');

const OF_PERSON = startedBy('RestorationStarted', undefined, 'person/ana@example.com');

const RESTORING = [
  ...[
    'ValidateRestoration',
    'IsEligible',
    'IsPerson',
    'RestoreAccess',
    'IsRestored',
    'VerifyRestoration',
    'IsVerified',
  ],
  ...['ResetBudgetStatus', 'IsReset', 'SendAuditEvent', 'RestorationComplete'],
];

/** The calls whose answer may be that nothing is left to do. */
const CALLS = [
  ...['restoration-validation', 'iam-utilities restore', 'iam-utilities verify-restoration'],
  'budget-status mark-restored',
];

const HEAD = { at: '2026-03-02T09:00:00.000Z', principalId: PRINCIPAL, execution: EXECUTION };

describe('restorationDefinition', () => {
  const run = runnerOf(RESTORATION);
  const everEntered = new Set<string>();

  async function restore(input: WorkflowInput, world = new WorkflowWorld()): Promise<Run> {
    const done = await run(input, world);
    for (const state of done.entered) everEntered.add(state);
    return done;
  }

  function worldTo(state: string): WorkflowWorld {
    const world = new WorkflowWorld();
    if (state === 'SendSkippedEvent') world.answers.set('restoration-validation', NOT_NEEDED);
    return world;
  }

  it('restores, verifies, and tells the budget what could not be given back', async () => {
    const { result, entered, world } = await restore(STARTED);
    expect(result.status).to.equal('SUCCEEDED');
    expect(entered).to.deep.equal(RESTORING);
    expect(world.calls.map(({ call }) => call)).to.deep.equal([...CALLS, 'RestorationCompleted']);
    expect(world.calls.at(-2)?.payload).to.deep.include({ notRestored: ['a deleted policy'] });
  });

  it('takes a person out of the policy, and nothing else', async () => {
    const { result, entered, world } = await restore(OF_PERSON);
    expect(result.status).to.equal('SUCCEEDED');
    const [before, after] = [RESTORING.slice(0, 3), RESTORING.slice(7)];
    expect(entered).to.deep.equal([...before, 'AllowPerson', 'IsAllowed', ...after]);
    expect(world.calls.map(({ call }) => call)).to.deep.equal([
      ...['restoration-validation', 'person-access allow', 'budget-status mark-restored', 'RestorationCompleted'],
    ]);
  });

  it('skips the rest of a person that is suspended again, and says why', async () => {
    const world = new WorkflowWorld();
    world.answers.set('person-access allow', NOT_NEEDED);
    const { entered } = await restore(OF_PERSON, world);
    expect(entered.slice(-3)).to.deep.equal(['TakeReason', 'SendSkippedEvent', 'RestorationSkipped']);
    expect(world.events[0]?.Detail).to.include({ reason: NOT_NEEDED.reason });
  });

  it('publishes what was done', async () => {
    const { world } = await restore(STARTED);
    const [event] = world.events;
    const detail: WorkflowEvent<'RestorationCompleted'> = {
      ...{ type: 'RestorationCompleted', eventId: 'run-1/RestorationCompleted', ...HEAD },
      ...{ steps: ['one step'], notRestored: ['a deleted policy'] },
    };
    expect(event?.Detail).to.deep.equal(detail);
    expect(auditEntryOf({ source: event?.Source, detail: event?.Detail }).kind).to.equal('entry');
  });

  for (const call of CALLS) {
    it(`skips the rest and says why when ${call} was not needed`, async () => {
      const world = new WorkflowWorld();
      world.answers.set(call, NOT_NEEDED);
      const { result, entered } = await restore(STARTED, world);
      expect(result.status).to.equal('SUCCEEDED');
      expect(entered.slice(-2)).to.deep.equal(['SendSkippedEvent', 'RestorationSkipped']);
      const [event] = world.events;
      const type = 'RestorationSkipped';
      const { reason } = NOT_NEEDED;
      const detail: WorkflowEvent<typeof type> = { type, eventId: `run-1/${type}`, ...HEAD, reason };
      expect(event?.Detail).to.deep.equal(detail);
      expect(world.calls.map((made) => made.call)).to.deep.equal([...CALLS.slice(0, CALLS.indexOf(call) + 1), type]);
    });
  }

  it('looks again until IAM shows the restoration', async () => {
    const world = new WorkflowWorld().fail('iam-utilities verify-restoration', 'NotEffectiveYetError', 10);
    const { result } = await restore(STARTED, world);
    expect(result.status).to.equal('SUCCEEDED');
  });

  describeFailures({
    ...{ workflow: 'restoration', definition: RESTORATION, input: STARTED },
    ...{ worldTo, inputTo: (state) => (state === 'AllowPerson' ? OF_PERSON : undefined), run: restore },
  });

  describe('in all of these executions', () => {
    it('enters every state', () => {
      expect([...everEntered]).to.have.members(Object.keys(RESTORATION.States));
    });
  });
});
