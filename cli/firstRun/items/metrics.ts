import { DAY_MS } from '../../../domain/instant.js';
import { METRIC_NAMESPACE, type MetricName } from '../../../handlers/contracts/metrics.js';
import { physicalName } from '../../../infra/identity.js';
import type { MetricOf } from '../../doctor/examination.js';
import type { FirstRun } from '../item.js';

export const READS_METRICS = ['cloudwatch:GetMetricStatistics'];

/** Metrics are kept by the hour: a longer span costs no more calls. */
const SPAN_MS = 3 * DAY_MS;

export interface Summed {
  readonly metric: MetricOf;
  /** In the home Region alone, or wherever Bedrock is called. */
  readonly where: 'home' | 'everywhere';
}

/** One of our metrics, of one function. */
export function own(
  firstRun: FirstRun,
  name: MetricName,
  functionName: string,
  statistic: MetricOf['statistic'] = 'Sum',
): Promise<number | undefined> {
  const dimensions = { function: physicalName(firstRun.identity, functionName) };
  const metric = { namespace: METRIC_NAMESPACE, name, dimensions, statistic };
  return metricOf(firstRun, { metric, where: functionName === 'usage-calculator' ? 'everywhere' : 'home' });
}

/** Over three days and all its Regions; undefined where no value came. */
export async function metricOf(firstRun: FirstRun, { metric, where }: Summed): Promise<number | undefined> {
  const { stack, examination, now } = firstRun;
  const regions = where === 'home' ? [stack.homeRegion] : stack.regions;
  const asked = await Promise.all(regions.map((region) => examination.metric(region, metric, now - SPAN_MS, now)));
  const values = asked.filter((value) => value !== undefined);
  if (values.length === 0) return undefined;
  if (metric.statistic === 'Maximum') return Math.max(...values);
  return metric.statistic === 'Minimum' ? Math.min(...values) : values.reduce((sum, value) => sum + value, 0);
}

/** One of AWS's metrics. */
export function ofAws(namespace: string, name: string, dimensions: Readonly<Record<string, string>>): Summed {
  return { metric: { namespace, name, dimensions, statistic: 'Sum' }, where: 'everywhere' };
}
