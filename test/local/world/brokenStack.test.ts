import { expect } from 'chai';
import type { World } from '../../../local/world/world.js';
import { WorldError } from '../../../local/world/worldError.js';
import { StackGraph } from '../../infra/stackGraph.js';
import { mutationsOf } from './mutations.js';
import { ALICE, begin, callOften, settle, standing, troubles, until } from './scenario.js';

/** The dev stack with one thing broken, by the name of the mutation. */
async function broken(name: string): Promise<World> {
  const { plan } = await StackGraph.of('dev');
  const found = mutationsOf(plan).find((mutation) => mutation.name === name);
  if (found === undefined) throw new Error(`no mutation ${name}`);
  return begin(found.of(plan));
}

/** Nine calls of 0.21 against a limit of 1. */
async function overspend(world: World): Promise<void> {
  settle(world);
  callOften(world, ALICE, 10, 9);
  await until(world, 90);
}

describe('a broken stack', () => {
  let world: World | undefined;

  afterEach(() => {
    world?.time.close();
    world = undefined;
  });

  it('does not begin without a variable, and says of which function', async () => {
    const name = 'workflows-policy-backup-function without DENY_POLICY_ARN';
    try {
      world = await broken(name);
      expect.fail('the world has begun');
    } catch (error) {
      expect(error).to.be.instanceOf(WorldError);
      expect(String(error)).to.include('bedrock-budgeteer-dev-policy-backup: environment: DENY_POLICY_ARN is not set');
    }
  });

  it('suspends nobody at the end of grace without the rule that starts the workflow', async () => {
    world = await broken('without workflows-suspension-start-rule');
    await overspend(world);
    expect(standing(world, ALICE)).to.equal('suspending 1.89');
    expect(world.machines.started).to.deep.equal([]);
    expect(world.iam.isAllowed(ALICE, 'bedrock:InvokeModel')).to.equal(true);
  });

  it('suspends nobody and keeps the execution without the permission to attach the Deny', async () => {
    world = await broken('workflows-iam-utilities-role-policy without AttachAndDetach');
    await overspend(world);
    expect(standing(world, ALICE)).to.equal('suspending 1.89');
    expect(troubles(world).join('\n')).to.include('bedrock-budgeteer-dev-workflow-dead-letters');
    expect(world.journal.of('event').map(({ type }) => type)).to.include('WorkflowFailed');
  });

  it('suspends nobody where a state gives its function no principal', async () => {
    world = await broken('workflows-suspension-machine ApplyFullSuspension without principalId.$');
    await overspend(world);
    expect(standing(world, ALICE)).to.equal('suspending 1.89');
    expect(troubles(world).join('\n')).to.include('iam-utilities failed: UnreadableEventError: principalId');
  });

  it('meters nothing without the subscription of the log', async () => {
    world = await broken('without ingestion-us-east-1-subscription');
    await overspend(world);
    expect(world.tables.budgets.entries).to.deep.equal([]);
    expect(standing(world, ALICE)).to.equal('active 0');
  });

  it('puts an event into the dead letters that a function does not let in', async () => {
    world = await broken('without notifications-notify-events-permission');
    await overspend(world);
    expect(world.journal.of('notified')).to.deep.equal([]);
    expect(troubles(world).join('\n')).to.include('is not authorized to perform: lambda:InvokeFunction');
    expect(world.journal.of('message-kept').map(({ queue }) => queue)).to.include('bedrock-budgeteer-dev-failures');
  });
});
