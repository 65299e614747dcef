import { expect } from 'chai';
import { subscriptionWarnings } from '../../infra/subscriptionsInUse.js';
import type { StackConfig } from '../../infra/stackConfig.js';
import type { Plan, PlannedResource } from '../../local/engine/plan.js';
import type { World } from '../../local/world/world.js';
import { WorldError } from '../../local/world/worldError.js';
import { MINUTE_MS, SECOND_MS } from '../../domain/instant.js';
import { mutationsOf } from '../local/world/mutations.js';
import { ALICE, begin, callAs, settle, standing, START, SUMMARISER, troubles, until } from '../local/world/scenario.js';
import { StackGraph } from './stackGraph.js';

const DIRECT = { ingestionPath: 'direct' };
const SUBSCRIPTION = 'ingestion-us-east-1-direct-subscription';
const PERMISSION = 'ingestion-us-east-1-direct-permission';
const METER = 'ingestion-us-east-1-usage-calculator-function';

describe('ingestionPath: direct', function () {
  this.timeout(0);
  let alone: StackGraph;
  let direct: StackGraph;
  let world: World | undefined;

  before(async () => {
    alone = await StackGraph.of('dev');
    direct = await StackGraph.of('dev', 'resolved', DIRECT);
  });

  afterEach(() => {
    world?.time.close();
    world = undefined;
  });

  it('adds a subscription and its permission, and tells the meter; nothing else of a living stack changes', () => {
    const before = new Map(alone.plan.resources.map((resource) => [resource.urn, withoutPath(resource)]));
    const added = direct.plan.resources.filter(({ urn }) => !before.has(urn));
    expect(added.map(({ name }) => name).sort()).to.deep.equal([PERMISSION, SUBSCRIPTION]);
    const kept = direct.plan.resources.filter(({ urn }) => before.has(urn));
    for (const resource of kept) expect(withoutPath(resource), resource.name).to.equal(before.get(resource.urn));
    expect(kept).to.have.lengthOf(before.size);
    expect(direct.plan.outputs['ingestionPath']).to.equal('direct');
  });

  it('is subscribed after the stream, and let in for the log group of its account alone', () => {
    const subscription = named(direct, SUBSCRIPTION);
    for (const name of ['ingestion-us-east-1-subscription', PERMISSION]) {
      expect(subscription.dependencies).to.include(named(direct, name).urn);
    }
    expect(named(direct, PERMISSION).inputs).to.deep.include({
      principal: 'logs.amazonaws.com',
      sourceArn: 'arn:aws:logs:us-east-1:444455556666:log-group:/aws/bedrock/bedrock-budgeteer-dev-invocations:*',
      sourceAccount: '444455556666',
    });
  });

  it('charges in seconds, once, and keeps the lines in the bucket', async () => {
    world = await oneCall(direct.plan);
    expect(chargedAfterSeconds(world)).to.be.at.most(3);
    await until(world, 40);
    expect([standing(world, ALICE), troubles(world)]).to.deep.equal(['active 0.21', []]);
    const objects = [...world.buckets.store.objects].map(([key, content]) => [key.slice(0, 6), content.length]);
    world.time.close();
    world = await oneCall(alone.plan);
    expect(chargedAfterSeconds(world)).to.be.greaterThan(6);
    await until(world, 40);
    expect([...world.buckets.store.objects].map(([key, content]) => [key.slice(0, 6), content.length])).to.deep.equal(
      objects,
    );
  });

  it('charges by Firehose what the direct path fails on, and keeps the event', async () => {
    world = begin(direct.plan);
    settle(world);
    const { budgets } = world.tables;
    const charge = budgets.charge.bind(budgets);
    budgets.charge = () => Promise.reject(new Error('the table is away'));
    world.time.at(START + 3 * SECOND_MS, () => {
      budgets.charge = charge;
    });
    callAs(world, ALICE);
    await until(world, 40);
    expect(standing(world, ALICE)).to.equal('active 0.21');
    expect(troubles(world)[0]).to.match(/usage-calculator failed: /);
  });

  it('is found missing or broken', async () => {
    for (const name of [`without ${PERMISSION}`, `${METER} INGESTION_PATH`, `${METER} without INGESTION_PATH`]) {
      expect(() => begin(mutated(direct.plan, name)), name).to.throw(WorldError);
    }
    const otherAccount = mapped(direct.plan, PERMISSION, { sourceAccount: '111122223333' });
    expect(() => begin(otherAccount)).to.throw(WorldError, /could not execute the function/);
    world = await oneCall(mutated(direct.plan, `without ${SUBSCRIPTION}`));
    expect(chargedAfterSeconds(world)).to.be.greaterThan(6);
    world.time.close();
    world = await oneCall(mutated(direct.plan, 'without ingestion-us-east-1-subscription'));
    expect(standing(world, ALICE)).to.equal('active 0.21');
    await until(world, 40);
    expect(world.buckets.store.objects.size).to.equal(0);
    world.time.close();
    world = await oneCall(mutated(direct.plan, 'ingestion-us-east-1-usage-calculator-role-policy without ReadUsage'));
    await until(world, 40);
    expect(troubles(world).join('\n')).to.contain('dynamodb:BatchGetItem');
  });

  it('warns where the log group has no room for a second subscription', async () => {
    const config = { regions: ['eu-west-1'], logging: { mode: 'adopt', logGroup: '/log' } } as const;
    const identity = { stack: 'dev', partition: 'aws', accountId: '444455556666', homeRegion: 'eu-west-1' };
    const warned = (
      ingestionPath: StackConfig['ingestionPath'],
      names: readonly string[],
    ): Promise<readonly string[]> =>
      subscriptionWarnings({ ...config, ingestionPath }, identity, () => Promise.resolve(names));
    const own = ['bedrock-budgeteer-dev-usage', 'bedrock-budgeteer-dev-usage-direct'];
    expect(await warned('direct', [])).to.deep.equal([]);
    expect(await warned('direct', own)).to.deep.equal([]);
    expect(await warned('firehose', ['theirs'])).to.deep.equal([]);
    expect(await warned('direct', ['theirs'])).to.deep.equal([
      'ingestionPath: direct needs two subscription filters on /log in eu-west-1, which has theirs already, and a log ' +
        'group takes 2: delete what is not needed, or leave ingestionPath at firehose',
    ]);
    const refused = (): Promise<never> => Promise.reject(new Error('no credentials'));
    expect(await subscriptionWarnings({ ...config, ingestionPath: 'direct' }, identity, refused)).to.deep.equal([
      'ingestionPath: the subscriptions of /log in eu-west-1 were not looked at: no credentials',
    ]);
  });
});

async function oneCall(plan: Plan): Promise<World> {
  const world = begin(plan);
  settle(world);
  callAs(world, ALICE);
  callAs(world, SUMMARISER);
  await until(world, 1);
  return world;
}

/** When the row of alice’s budget was written. */
function chargedAfterSeconds({ tables }: World): number {
  const updatedAt = tables.budgets.stored(ALICE)?.updatedAt ?? START + MINUTE_MS;
  return (updatedAt - START) / SECOND_MS;
}

function named(graph: StackGraph, name: string): PlannedResource {
  const found = graph.plan.resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`no resource ${name}`);
  return found;
}

function withoutPath({ inputs, type }: PlannedResource): string {
  return JSON.stringify([type, inputs]).replace(/"INGESTION_PATH":"\w+"/, '');
}

function mutated(plan: Plan, name: string): Plan {
  const found = mutationsOf(plan).find((mutation) => mutation.name === name);
  if (found === undefined) throw new Error(`no mutation ${name}`);
  return found.of(plan);
}

function mapped(plan: Plan, name: string, inputs: PlannedResource['inputs']): Plan {
  const change = (one: PlannedResource): PlannedResource =>
    one.name === name ? { ...one, inputs: { ...one.inputs, ...inputs }, outputs: { ...one.outputs, ...inputs } } : one;
  return { ...plan, resources: plan.resources.map(change) };
}
