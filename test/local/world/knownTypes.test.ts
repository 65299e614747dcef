import { expect } from 'chai';
import type { Plan, PlannedResource } from '../../../local/engine/plan.js';
import { assertKnown, inertTypes } from '../../../local/world/knownTypes.js';
import { WorldError } from '../../../local/world/worldError.js';
import { StackGraph } from '../../infra/stackGraph.js';

async function planWith(change: (resource: PlannedResource) => Partial<PlannedResource>): Promise<Plan> {
  const { plan } = await StackGraph.of('dev');
  const [first, ...others] = plan.resources.filter(({ type }) => type === 'aws:sqs/queue:Queue');
  if (first === undefined) throw new Error('no queue');
  return { ...plan, resources: [{ ...first, ...change(first) }, ...others] };
}

describe('assertKnown', () => {
  it('takes all that the stack declares', async () => {
    assertKnown((await StackGraph.of('dev')).plan);
  });

  it('stops at a type that the world does not know, and names the resource', async () => {
    const plan = await planWith(() => ({ type: 'aws:kinesis/stream:Stream' }));
    expect(() => {
      assertKnown(plan);
    }).to.throw(WorldError, /meter-failures-queue: the world does not know resources of type aws:kinesis/);
  });

  for (const [type, property] of [
    ['sqs/queue:Queue', 'fifoQueue'],
    ['sns/topicSubscription:TopicSubscription', 'filterPolicy'],
    ['sns/topicSubscription:TopicSubscription', 'filterPolicyScope'],
  ] as const) {
    it(`stops at the property ${property}, which the world does not know`, async () => {
      const plan = await planWith(() => ({ type: `aws:${type}`, inputs: { [property]: '{}' } }));
      expect(() => {
        assertKnown(plan);
      }).to.throw(WorldError, `meter-failures-queue: the world does not know the property ${property}`);
    });
  }
});

describe('inertTypes', () => {
  it('says of each type why it is left alone', async () => {
    const inert = inertTypes((await StackGraph.of('dev')).plan);
    expect(inert.get('cloudwatch/metricAlarm:MetricAlarm')).to.equal(
      'metrics are not evaluated, so no alarm changes its state',
    );
    expect(inert.has('lambda/function:Function')).to.equal(false);
  });
});
