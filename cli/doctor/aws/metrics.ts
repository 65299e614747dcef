import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  paginateDescribeAlarms,
  type Datapoint,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmState, MetricOf } from '../examination.js';

const HOUR_SECONDS = 3600;

/** Of a Region that the account has not enabled, where no credentials of it are known. */
const DISABLED = ['UnrecognizedClientException', 'InvalidClientTokenId'];

export async function metricIn(
  region: string,
  { namespace, name, dimensions, statistic }: MetricOf,
  since: number,
  until: number,
): Promise<number | undefined> {
  const command = new GetMetricStatisticsCommand({
    Namespace: namespace,
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    StartTime: new Date(since),
    EndTime: new Date(until),
    Period: HOUR_SECONDS,
    Statistics: [statistic],
  });
  try {
    const { Datapoints = [] } = await new CloudWatchClient({ region }).send(command);
    return together(Datapoints, statistic);
  } catch (error) {
    if (error instanceof Error && DISABLED.includes(error.name)) return undefined;
    throw error;
  }
}

function together(points: readonly Datapoint[], statistic: MetricOf['statistic']): number | undefined {
  const values = points.flatMap((point) => point[statistic] ?? []);
  if (values.length === 0) return undefined;
  if (statistic === 'Sum') return values.reduce((sum, value) => sum + value, 0);
  return statistic === 'Maximum' ? Math.max(...values) : Math.min(...values);
}

export async function alarmsIn(region: string, AlarmNamePrefix: string): Promise<readonly AlarmState[]> {
  const client = new CloudWatchClient({ region });
  const alarms: AlarmState[] = [];
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, { AlarmNamePrefix })) {
    for (const {
      AlarmName = '',
      StateValue,
      StateUpdatedTimestamp,
      StateReason = '',
      ActionsEnabled,
    } of MetricAlarms) {
      alarms.push({
        name: AlarmName,
        state: StateValue ?? 'unknown',
        since: StateUpdatedTimestamp?.getTime(),
        reason: StateReason,
        hasActions: ActionsEnabled !== false,
      });
    }
  }
  return alarms;
}
