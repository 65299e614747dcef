import type { Aws } from '../aws.js';
import { done, type Creators, type Made } from './creator.js';

export const MONITORING: Creators = {
  'aws:cloudwatch/metricAlarm:MetricAlarm': putAlarm,
  'aws:cloudwatch/dashboard:Dashboard': ({ dashboardName, dashboardBody }: Dashboard, { json }) =>
    done(json('monitoring', 'PutDashboard', { DashboardName: dashboardName, DashboardBody: dashboardBody })),
};

interface Dashboard {
  readonly dashboardName: string;
  readonly dashboardBody: string;
}

interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly period: number;
  readonly stat: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}

interface Alarm {
  readonly name: string;
  readonly alarmActions: readonly string[];
  readonly alarmDescription: string;
  readonly comparisonOperator: string;
  readonly datapointsToAlarm: number;
  readonly evaluationPeriods: number;
  readonly threshold: number;
  readonly treatMissingData: string;
  readonly namespace?: string;
  readonly metricName?: string;
  readonly period?: number;
  readonly statistic?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly metricQueries?: readonly {
    readonly id: string;
    readonly expression?: string;
    readonly label?: string;
    readonly returnData?: boolean;
    readonly metric?: Metric;
  }[];
}

function putAlarm(alarm: Alarm, { json }: Aws): Promise<Made> {
  return done(
    json('monitoring', 'PutMetricAlarm', {
      AlarmName: alarm.name,
      AlarmActions: alarm.alarmActions,
      AlarmDescription: alarm.alarmDescription,
      ComparisonOperator: alarm.comparisonOperator,
      DatapointsToAlarm: alarm.datapointsToAlarm,
      EvaluationPeriods: alarm.evaluationPeriods,
      Threshold: alarm.threshold,
      TreatMissingData: alarm.treatMissingData,
      ...watched(alarm),
    }),
  );
}

function watched(alarm: Alarm): Readonly<Record<string, unknown>> {
  if (alarm.metricQueries === undefined) {
    return {
      Namespace: alarm.namespace,
      MetricName: alarm.metricName,
      Period: alarm.period,
      Statistic: alarm.statistic,
      Dimensions: dimensionsOf(alarm.dimensions),
    };
  }
  return {
    Metrics: alarm.metricQueries.map(({ id, expression, label, returnData, metric }) => ({
      Id: id,
      Expression: expression,
      Label: label,
      ReturnData: returnData ?? false,
      MetricStat: metric && {
        Metric: {
          Namespace: metric.namespace,
          MetricName: metric.metricName,
          Dimensions: dimensionsOf(metric.dimensions),
        },
        Period: metric.period,
        Stat: metric.stat,
      },
    })),
  };
}

function dimensionsOf(dimensions: Readonly<Record<string, string>> = {}): readonly object[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}
