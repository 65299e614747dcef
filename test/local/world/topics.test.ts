import { expect } from 'chai';
import type { Plan, PlannedResource } from '../../../local/engine/plan.js';
import { Graph } from '../../../local/world/declared.js';
import { Journal } from '../../../local/world/journal.js';
import { WorldTopics } from '../../../local/world/events/topics.js';
import { WorldError } from '../../../local/world/worldError.js';
import { StackGraph } from '../../infra/stackGraph.js';

const TOPIC = 'arn:aws:sns:eu-west-1:444455556666:bedrock-budgeteer-prod-budget-alerts';
const MESSAGE = { subject: 'Subject', text: '{"kind":"threshold"}', sms: 's', https: '{}' };

/** Of prod, with one property of its subscriptions set. */
async function receiversWith(properties: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { plan } = await StackGraph.of('prod');
  const changed = (resource: PlannedResource): PlannedResource =>
    resource.type.startsWith('aws:sns/topicSubscription')
      ? { ...resource, inputs: { ...resource.inputs, ...properties } }
      : resource;
  const journal = new Journal();
  const { resources, ...rest } = plan;
  const filtered: Plan = { ...rest, resources: resources.map(changed) };
  new WorldTopics(new Graph(filtered), journal).publish(TOPIC, MESSAGE);
  return journal.of('notified')[0]?.receivers ?? [];
}

describe('WorldTopics', () => {
  const everybody = ['email finops@example.com'];

  it('reaches who subscribes, unless a filter policy keeps a message from them', async () => {
    expect(await receiversWith({})).to.deep.equal(everybody);
    const body = { filterPolicyScope: 'MessageBody' };
    expect(await receiversWith({ ...body, filterPolicy: '{"kind":["threshold"]}' })).to.deep.equal(everybody);
    expect(await receiversWith({ ...body, filterPolicy: '{"kind":["other"]}' })).to.deep.equal([]);
    expect(await receiversWith({ filterPolicy: '{"severity":["critical"]}' })).to.deep.equal([]);
  });

  it('refuses a scope that SNS does not have', async () => {
    const failure = await receiversWith({ filterPolicyScope: 'Everything' }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(WorldError);
  });
});
