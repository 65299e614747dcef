import { expect } from 'chai';
import type { World } from '../../../local/world/world.js';
import { createWorld } from '../../../local/world/world.js';
import { StackGraph } from '../../infra/stackGraph.js';
import { atMinute, IAM, standing, START, until } from './scenario.js';

const BRUNO = `${IAM}:user/bruno`;

/** 10.01 USD. */
function call({ bedrock }: World, region: string): void {
  const model = { modelId: 'global.anthropic.claude-opus-4-7', operation: 'Converse', input: 2000, output: 400_000 };
  bedrock.call({ ...model, identityArn: BRUNO, region });
}

describe('the declared stack of prod, running', () => {
  let world: World;

  beforeEach(async () => {
    const { plan } = await StackGraph.of('prod', 'resolved', { enforcement: 'enforce' });
    world = createWorld({ plan, start: START, hasTrail: true });
  });

  afterEach(() => {
    world.time.close();
  });

  it('counts the calls of all its Regions against one budget, opened by an event of the first', async () => {
    const bruno = world.people.create('user', 'bruno');
    world.people.attach(bruno, 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess');
    await until(world, 5);
    expect(standing(world, BRUNO)).to.equal('active 0');
    for (const [minute, region] of [...['eu-west-1', 'us-east-1', 'eu-west-1', 'ap-south-1'].entries()]) {
      atMinute(world, 10 + minute, () => {
        call(world, region);
      });
    }
    await until(world, 20);
    expect(standing(world, BRUNO)).to.equal('active 30.03');
    expect(world.journal.of('call-unwatched').map(({ region }) => region)).to.deep.equal(['ap-south-1']);
  });

  it('tells each channel, and suspends after the hour of grace', async () => {
    const bruno = world.people.create('user', 'bruno');
    world.people.attach(bruno, 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess');
    for (let minute = 10; minute < 16; minute += 1) {
      atMinute(world, minute, () => {
        call(world, 'eu-west-1');
      });
    }
    await until(world, 60);
    expect(standing(world, BRUNO)).to.equal('grace 60.06');
    await until(world, 90);
    expect(standing(world, BRUNO)).to.equal('suspended 60.06');
    const receivers = world.journal.of('notified').flatMap((notice) => notice.receivers);
    expect([...new Set(receivers)]).to.deep.equal(['email finops@example.com']);
    const hosts = world.journal.of('posted').map(({ host }) => host);
    expect([...new Set(hosts)].sort()).to.deep.equal(['events.pagerduty.com', 'hooks.example.com']);
  });
});
