import type { cloudwatch, types } from '@pulumi/aws';
import type { Alarm } from './alarm.js';
import type { Comparison } from './alarmKind.js';
import { kindSpec } from './alarmKinds.js';
import { queryText, type Metric, type Signal } from './metric.js';

type Query = types.input.cloudwatch.MetricAlarmMetricQuery;
type Args = Pick<
  cloudwatch.MetricAlarmArgs,
  'namespace' | 'metricName' | 'dimensions' | 'statistic' | 'extendedStatistic' | 'period' | 'metricQueries'
>;

const OPERATORS: Readonly<Record<Comparison, string>> = {
  'at-least': 'GreaterThanOrEqualToThreshold',
  above: 'GreaterThanThreshold',
  below: 'LessThanThreshold',
};

/** How CloudWatch evaluates the alarm. */
export function evaluationArgs({ kind, signal }: Alarm): cloudwatch.MetricAlarmArgs {
  const { periodSeconds, periods, comparison, threshold, missing } = kindSpec(kind);
  const [datapointsToAlarm, evaluationPeriods] = periods;
  return {
    ...signalArgs(signal, periodSeconds),
    comparisonOperator: OPERATORS[comparison],
    evaluationPeriods,
    datapointsToAlarm,
    threshold,
    treatMissingData: missing,
  };
}

function signalArgs(signal: Signal, period: number): Args {
  if (signal.kind === 'metric') {
    const { namespace, name, dimensions, statistic } = signal.metric;
    return { namespace, metricName: name, dimensions, statistic, period };
  }
  if (signal.kind === 'query') {
    return { metricQueries: [{ id: 'found', expression: queryText(signal.query), period, returnData: true }] };
  }
  const metrics = Object.entries(signal.metrics).map(([id, metric]) => metricQuery(id, metric, period));
  const expressions = Object.entries(signal.expressions).map(([id, expression], index, all): Query => {
    return { id, expression, label: id, returnData: index === all.length - 1 };
  });
  return { metricQueries: [...metrics, ...expressions] };
}

function metricQuery(id: string, { namespace, name, dimensions, statistic }: Metric, period: number): Query {
  return { id, metric: { namespace, metricName: name, dimensions, stat: statistic, period }, returnData: false };
}
