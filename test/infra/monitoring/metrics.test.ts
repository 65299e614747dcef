import { expect } from 'chai';
import { isEmitted, METRIC_NAMESPACE, METRICS, type MetricName } from '../../../handlers/contracts/metrics.js';
import { FUNCTION_NAMES, type FunctionName } from '../../../handlers/contracts/functions.js';
import { FUNCTIONS } from '../../../handlers/contracts/functions.js';
import { AWS_METRICS } from '../../../infra/monitoring/awsMetrics.js';
import { StackGraph } from '../stackGraph.js';
import { emittedBy } from '../../../bench/ownCost/emittedMetrics.js';
import { alarmUses, widgetUses, type MetricUse } from './metricUses.js';
import { exists } from './resources.js';

const LIST: Readonly<Record<string, Readonly<Record<string, { readonly dimensions: readonly string[] }>>>> =
  AWS_METRICS;

for (const stack of ['dev', 'prod']) {
  describe(`the metrics that alarms and dashboards of ${stack} ask for`, () => {
    let graph: StackGraph;
    let uses: readonly MetricUse[];
    before(async () => {
      graph = await StackGraph.of(stack);
      uses = [...alarmUses(graph), ...widgetUses(graph)];
    });
    const own = (): readonly MetricUse[] => uses.filter(({ namespace }) => namespace === METRIC_NAMESPACE);

    it('are ours, with the one dimension that ours have, or of the list of AWS’s, with exactly theirs', () => {
      expect(uses).to.have.length.above(stack === 'prod' ? 100 : 30);
      for (const { by, namespace, name, dimensions, isQueried } of uses) {
        const expected = namespace === METRIC_NAMESPACE ? ownDimensions(name) : LIST[namespace]?.[name]?.dimensions;
        if (expected === undefined) throw new Error(`${by}: ${namespace} ${name} is unknown`);
        const given = Object.keys(dimensions).sort();
        if (isQueried) expect(expected, by).to.include.members(given);
        else expect(given, `${by}: ${namespace} ${name}`).to.deep.equal([...expected].sort());
      }
    });

    it('are of resources that the stack has in the Region of the metric', () => {
      const missing = uses.flatMap(({ region, dimensions }) =>
        Object.entries(dimensions)
          .filter(([dimension, value]) => !exists(graph, region, dimension, value))
          .map(([, value]) => `${value} in ${region}`),
      );
      expect([...new Set(missing)]).to.deep.equal([]);
    });

    it('are emitted by the function that they are asked of', async () => {
      for (const { by, name, dimensions } of own()) {
        const entry = entryOf(stack, dimensions['function'] ?? '');
        expect([...(await emittedBy(entry))], `${by}: ${entry}`).to.include(name);
      }
    });

    it('are all that are emitted, and no others', () => {
      const emitted = Object.keys(METRICS).filter((name) => {
        return isEmitted(name as MetricName, stack === 'prod' ? 'full' : 'essential');
      });
      expect([...new Set(own().map(({ name }) => name))].sort()).to.deep.equal(emitted.sort());
    });

    it('are of the list of AWS’s, all of it where monitoring is full: nobody keeps it longer than it has to be', () => {
      const used = new Set(uses.map(({ namespace, name }) => `${namespace} ${name}`));
      const listed = Object.entries(LIST).flatMap(([namespace, metrics]) =>
        Object.keys(metrics).map((name) => `${namespace} ${name}`),
      );
      if (stack === 'prod') expect(listed.filter((metric) => !used.has(metric))).to.deep.equal([]);
      else expect(listed).to.include.members([...used].filter((metric) => !metric.startsWith(METRIC_NAMESPACE)));
    });
  });
}

function ownDimensions(name: string): readonly string[] | undefined {
  return name in METRICS ? ['function'] : undefined;
}

function entryOf(stack: string, functionName: string): FunctionName {
  const entry = FUNCTION_NAMES.find(
    (candidate) => functionName === `bedrock-budgeteer-${stack}-${FUNCTIONS[candidate].name}`,
  );
  if (entry === undefined) throw new Error(`${functionName}: no function`);
  return entry;
}
