import { expect } from 'chai';
import type { PlannedResource } from '../../../local/engine/plan.js';
import { Graph } from '../../../local/world/declared.js';
import { eventRules, type EventRule } from '../../../local/world/events/eventRules.js';
import { WorldError } from '../../../local/world/worldError.js';
import { StackGraph } from '../../infra/stackGraph.js';

/** The rules of dev, with other inputs for the one that the audit logger's own events arrive by. */
async function rulesWith(inputs: Readonly<Record<string, string>>): Promise<readonly EventRule[]> {
  const { plan } = await StackGraph.of('dev');
  const changed = (resource: PlannedResource): PlannedResource =>
    resource.name === 'processing-audit-own-events-rule'
      ? { ...resource, inputs: { ...resource.inputs, ...inputs } }
      : resource;
  return eventRules(new Graph({ ...plan, resources: plan.resources.map(changed) }));
}

describe('eventRules', () => {
  for (const [inputs, message] of [
    [{ eventPattern: '{"source":[{"wildcard":"a*"}]}' }, 'event pattern at source: no operator wildcard'],
    [{ eventPattern: 'x' }, 'is not valid JSON'],
    [{ scheduleExpression: 'cron(0/5 * * * ? *)' }, 'schedule cron(0/5 * * * ? *): neither'],
  ] as const) {
    it(`names the rule with ${JSON.stringify(inputs)}`, async () => {
      const failure = await rulesWith(inputs).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(WorldError);
      expect(String(failure)).to.contain('::processing-audit-own-events-rule: ').and.to.contain(message);
    });
  }

  it('names the rule whose pattern looks into an array of an event', async () => {
    const rules = await rulesWith({ eventPattern: '{"detail":{"items":{"price":[1]}}}' });
    const asked = (): unknown => rules.map(({ takes }) => takes({ detail: { items: [{ price: 1 }] } }));
    expect(asked).to.throw(WorldError, /::processing-audit-own-events-rule: event pattern at detail.items/);
  });
});
