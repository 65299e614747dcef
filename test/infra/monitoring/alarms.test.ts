import { expect } from 'chai';
import { readAlarmDescription } from '../../../handlers/contracts/alarmDescription.js';
import { KINDS, kindSpec, type AlarmKind } from '../../../infra/monitoring/alarmKinds.js';
import { alarmsIn } from '../../../infra/monitoring/alarms.js';
import type { PlannedResource } from '../../../local/engine/plan.js';
import { StackGraph } from '../stackGraph.js';
import { EXAMPLE_STACK } from './exampleStack.js';
import { homeOf } from './resources.js';

/** What missing data means, kind by kind: nothing alarms because a stack is new or nobody uses it. */
const MISSING: Readonly<Record<AlarmKind, 'notBreaching' | 'ignore'>> = {
  'metering-blindness': 'notBreaching',
  'bedrock-log-delivery': 'notBreaching',
  'subscription-delivery': 'notBreaching',
  'firehose-freshness': 'notBreaching',
  'firehose-transformation': 'notBreaching',
  quarantine: 'ignore',
  'mantle-use': 'notBreaching',
  'provisional-share': 'notBreaching',
  'price-age': 'ignore',
  'workflow-failures': 'notBreaching',
  'workflow-timeouts': 'notBreaching',
  'spend-after-suspension': 'notBreaching',
  'unenforceable-spend': 'notBreaching',
  'notifications-failed': 'notBreaching',
  'topic-delivery': 'notBreaching',
  'dead-letters': 'ignore',
  'stream-iterator-age': 'notBreaching',
  'function-errors': 'notBreaching',
  'function-throttles': 'notBreaching',
  'table-throttles': 'ignore',
  'settings-rejected': 'notBreaching',
};

/** What a stack that is not monitored in full does without. */
const ONLY_IN_FULL: readonly AlarmKind[] = [
  'provisional-share',
  'unenforceable-spend',
  'function-errors',
  'function-throttles',
  'table-throttles',
  'settings-rejected',
];

for (const stack of ['dev', 'prod']) {
  describe(`the alarms of ${stack}`, () => {
    let graph: StackGraph;
    let alarms: readonly PlannedResource[];
    before(async () => {
      graph = await StackGraph.of(stack);
      alarms = graph.all('cloudwatch/metricAlarm:MetricAlarm');
    });
    const kindOf = (alarm: PlannedResource): AlarmKind => {
      const name = graph.text(alarm, 'name').replace(`bedrock-budgeteer-${stack}-`, '');
      const kind = KINDS.find((candidate) => name === candidate || name.startsWith(`${candidate}-`));
      if (kind === undefined) throw new Error(`${name} is of no kind`);
      return kind;
    };

    it('are of every kind of its level, and none goes by the name of another of its Region', () => {
      const expected = KINDS.filter((kind) => stack === 'prod' || !ONLY_IN_FULL.includes(kind));
      expect([...new Set(alarms.map(kindOf))].sort()).to.deep.equal([...expected].sort());
      const names = alarms.map((alarm) => `${graph.text(alarm, 'region')} ${graph.text(alarm, 'name')}`);
      expect(new Set(names).size).to.equal(names.length);
    });

    it('tell the topic of their kind when they ring, at home, and nobody else by themselves', () => {
      const home = homeOf(graph);
      for (const alarm of alarms) {
        const { topic } = kindSpec(kindOf(alarm));
        const arn = `arn:aws:sns:${home}:444455556666:bedrock-budgeteer-${stack}-${topic}`;
        const expected = graph.text(alarm, 'region') === home ? [arn] : [];
        expect(alarm.inputs, alarm.name).to.deep.include({ alarmActions: expected });
        for (const action of ['okActions', 'insufficientDataActions'])
          expect(alarm.inputs).to.not.have.property(action);
      }
    });

    it('watch the way from Bedrock’s log in each Region where Bedrock is called, and all else at home', () => {
      const regions = graph
        .all('cloudwatch/logSubscriptionFilter:LogSubscriptionFilter')
        .map((filter) => graph.text(filter, 'region'));
      const kindsIn = (region: string): ReadonlySet<AlarmKind> =>
        new Set(alarms.filter((alarm) => graph.text(alarm, 'region') === region).map(kindOf));
      for (const region of regions) {
        expect([...kindsIn(region)]).to.include.members([
          'metering-blindness',
          'bedrock-log-delivery',
          'subscription-delivery',
          'firehose-freshness',
          'firehose-transformation',
          'quarantine',
          'dead-letters',
          'mantle-use',
          'spend-after-suspension',
        ]);
        if (region !== homeOf(graph)) expect([...kindsIn(region)]).to.not.include('workflow-failures');
      }
    });

    it('say what to do and where it is written, in as many characters as CloudWatch takes', () => {
      for (const alarm of alarms) {
        const description = graph.text(alarm, 'alarmDescription');
        expect(readAlarmDescription(description).topic).to.equal(kindSpec(kindOf(alarm)).topic);
        expect(description).to.match(new RegExp(`\\. Runbook: docs/runbooks/${kindOf(alarm)}\\.md$`));
        expect(description.length).to.be.within(60, 1024);
        expect(graph.text(alarm, 'name').length).to.be.at.most(255);
      }
    });

    it('do not ring because a stack is new or idle', () => {
      for (const alarm of alarms) expect(alarm.inputs['treatMissingData']).to.equal(MISSING[kindOf(alarm)]);
    });

    it('look at no more metrics and no longer back than CloudWatch can', () => {
      for (const { name, inputs } of alarms) {
        const queries = (inputs['metricQueries'] ?? []) as readonly Query[];
        const metrics = queries.flatMap(({ metric }) => (metric === undefined ? [] : [metric]));
        expect(metrics.length, name).to.be.at.most(10);
        expect(new Set(metrics.map(({ period }) => period)).size, name).to.be.at.most(1);
        if (queries.length > 0)
          expect(
            queries.filter(({ returnData }) => returnData),
            name,
          ).to.have.length(1);
        const period = Number(inputs['period'] ?? metrics[0]?.period ?? queries[0]?.period);
        expect(period % 60, name).to.equal(0);
        expect(period * Number(inputs['evaluationPeriods']), name).to.be.at.most(86_400);
        expect(Number(inputs['datapointsToAlarm'])).to.be.within(1, Number(inputs['evaluationPeriods']));
      }
    });
  });
}

interface Query {
  readonly returnData?: boolean;
  readonly period?: number;
  readonly metric?: { readonly period: number };
}

describe('alarmsIn', () => {
  it('has none where neither the stack lives nor Bedrock is called', () => {
    expect(alarmsIn(EXAMPLE_STACK, 'ap-south-1')).to.deep.equal([]);
  });

  it('does not watch a log at home where Bedrock is called elsewhere only', () => {
    const kinds = alarmsIn({ ...EXAMPLE_STACK, regions: ['us-east-1'] }, 'eu-west-1').map(({ kind }) => kind);
    expect(kinds).to.include('workflow-failures').and.to.not.include('metering-blindness');
  });

  it('links to the runbook where it can be read', () => {
    const [alarm] = alarmsIn({ ...EXAMPLE_STACK, runbookUrl: 'https://wiki.example.com/runbooks' }, 'us-east-1');
    expect(alarm?.description).to.contain('Runbook: https://wiki.example.com/runbooks/metering-blindness.md');
  });
});
