import { METRIC_NAMESPACE, METRICS, type MetricName } from '../../handlers/contracts/metrics.js';
import type { AwsMetricName, AwsNamespace, DimensionsOf } from './awsMetrics.js';

export type Statistic = 'Sum' | 'Maximum' | 'Average' | 'p50' | 'p90';

/** One series of values. The alarm or widget that shows it sets the period, so all its metrics have the same. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
}

/**
 * One of our metrics. Counts and amounts are summed; of durations the maximum is used. `functionName` is the physical
 * one.
 */
export function ownMetric(name: MetricName, functionName: string, statistic?: Statistic): Metric {
  const usual = METRICS[name].unit === 'Seconds' ? 'Maximum' : 'Sum';
  return {
    namespace: METRIC_NAMESPACE,
    name,
    dimensions: { function: functionName },
    statistic: statistic ?? usual,
  };
}

/** An AWS metric with exactly its dimensions. */
export function awsMetric<N extends AwsNamespace, M extends AwsMetricName<N>>(
  namespace: N,
  name: M,
  dimensions: DimensionsOf<N, M>,
  statistic: Statistic = 'Sum',
): Metric {
  return { namespace, name, dimensions: { ...dimensions }, statistic };
}

/** The sum over all metrics of a name with these dimensions, whatever others they have. */
export interface MetricQuery {
  readonly namespace: AwsNamespace;
  readonly name: string;
  readonly where: Readonly<Record<string, string>>;
}

export function sumQuery<N extends AwsNamespace, M extends AwsMetricName<N>>(
  namespace: N,
  name: M,
  where: Partial<DimensionsOf<N, M>>,
): MetricQuery {
  return { namespace, name, where: where as Readonly<Record<string, string>> };
}

/** As Metrics Insights writes it (CloudWatch User Guide, "Metrics Insights query components and syntax"). */
export function queryText({ namespace, name, where }: MetricQuery): string {
  const conditions = Object.entries(where).map(([dimension, value]) => `${dimension} = '${value}'`);
  return `SELECT SUM(${name}) FROM "${namespace}" WHERE ${conditions.join(' AND ')}`;
}

/** What an alarm evaluates. */
export type Signal =
  | { readonly kind: 'metric'; readonly metric: Metric }
  /** Each expression may use the metrics and earlier expressions by name; the alarm evaluates the last. */
  | {
      readonly kind: 'math';
      readonly metrics: Readonly<Record<string, Metric>>;
      readonly expressions: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'query'; readonly query: MetricQuery };
