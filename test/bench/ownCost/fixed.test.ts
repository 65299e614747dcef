import { expect } from 'chai';
import { fixedCosts } from '../../../bench/ownCost/fixed.js';
import { total } from '../../../bench/ownCost/unitPrices.js';
import type { Plan, PlannedResource } from '../../../local/engine/plan.js';
import { planned } from '../../infra/planned.js';
import { StackGraph } from '../../infra/stackGraph.js';
import { ROWS, stackFileOf } from '../../infra/switches.js';

function withResource(plan: Plan, type: string, inputs: PlannedResource['inputs'] = {}): Plan {
  const [example] = plan.resources.filter(({ custom }) => custom);
  if (example === undefined) throw new Error('a plan without resources');
  return { ...plan, resources: [...plan.resources, { ...example, urn: 'urn:more', name: 'more', type, inputs }] };
}

describe('the fixed cost of a stack', function () {
  this.timeout(0);
  let plan: Plan;
  before(async () => {
    ({ plan } = await StackGraph.of('dev'));
  });

  it('is below ten dollars a month for dev', async () => {
    const cost = total(await fixedCosts(plan));
    expect(cost.toNumber()).to.be.within(3, 10);
    const metrics = (await fixedCosts(plan)).filter(({ name }) => name === 'metrics');
    expect(total(metrics).toString()).to.equal('2.7');
  });

  it('is not told while there is a type that nobody has classified', async () => {
    const more = withResource(plan, 'aws:redshift/cluster:Cluster');
    const error = await fixedCosts(more).then(
      () => undefined,
      (problem: unknown) => problem,
    );
    expect(error).to.be.instanceOf(Error);
    expect(String(error)).to.contain('aws:redshift/cluster:Cluster: billed by being there?');
  });

  it('grows with each alarm by the metrics it looks at, and with the fourth dashboard', async () => {
    const before = total(await fixedCosts(plan));
    const grownBy = async (...more: Parameters<typeof withResource>): Promise<string> =>
      total(await fixedCosts(withResource(...more)))
        .minus(before)
        .toString();
    const metric = { metricName: 'Errors', period: 60 };
    const queries = { metricQueries: [{ metric }, { metric }, { expression: 'm0 + m1' }] };
    const ALARM = 'aws:cloudwatch/metricAlarm:MetricAlarm';
    expect(await grownBy(plan, ALARM, metric)).to.equal('0.1');
    expect(await grownBy(plan, ALARM, queries)).to.equal('0.2');
    expect(await grownBy(plan, ALARM, { ...metric, period: 10 })).to.equal('0.3');
    const DASHBOARD = 'aws:cloudwatch/dashboard:Dashboard';
    expect(await grownBy(plan, DASHBOARD)).to.equal('0');
    const three = withResource(withResource(plan, DASHBOARD), DASHBOARD);
    const four = { ...three, resources: three.resources.map((one, index) => ({ ...one, urn: `urn:${index}` })) };
    expect(await grownBy(four, DASHBOARD)).to.equal('3');
  });

  it('is known for whatever the settings switch on', async () => {
    for (const row of ROWS.filter((one) => one.startsWith('on'))) {
      const { plan: switched } = await planned(stackFileOf(row));
      const parts = new Set((await fixedCosts(switched)).map(({ name }) => name));
      expect([...parts], row).to.include('network');
    }
  });
});
