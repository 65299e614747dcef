import { METER_FAILURES, QUARANTINE, subscriptionName } from '../names.js';
import type { Alarm, MakeAlarm } from './alarm.js';
import { meteringGap } from './meteringGap.js';
import { awsMetric, sumQuery, type Metric, type Signal } from './metric.js';
import type { Monitored } from './monitored.js';
import { METER, StackMetrics } from './stackMetrics.js';

/** Alarms on metering in one Region where Bedrock is called. A metric belongs to its Region. */
export function regionAlarms(stack: Monitored, make: MakeAlarm): readonly Alarm[] {
  const metrics = new StackMetrics(stack.identity);
  return [
    ...bedrockAlarms(metrics, make),
    ...deliveryAlarms(stack, metrics, make),
    ...meterAlarms(metrics, make),
    make('function-errors', of(metrics.lambda(METER, 'Errors')), METER),
    make('function-throttles', of(metrics.lambda(METER, 'Throttles')), METER),
  ];
}

function bedrockAlarms(metrics: StackMetrics, make: MakeAlarm): readonly Alarm[] {
  return [
    make('metering-blindness', meteringGap(metrics)),
    make('bedrock-log-delivery', of(awsMetric('AWS/Bedrock', 'ModelInvocationLogsCloudWatchDeliveryFailure', {}))),
    make('mantle-use', of(awsMetric('AWS/BedrockMantle', 'Inferences', {}))),
  ];
}

function deliveryAlarms({ identity, logGroup }: Monitored, metrics: StackMetrics, make: MakeAlarm): readonly Alarm[] {
  const where = { LogGroupName: logGroup, FilterName: subscriptionName(identity) };
  const query = (name: 'DeliveryErrors' | 'DeliveryThrottling'): Signal => ({
    kind: 'query',
    query: sumQuery('AWS/Logs', name, where),
  });
  return [
    make('subscription-delivery', query('DeliveryErrors'), 'errors'),
    make('subscription-delivery', query('DeliveryThrottling'), 'throttling'),
    make('firehose-freshness', of(metrics.stream('DeliveryToS3.DataFreshness', 'Maximum'))),
    make('firehose-transformation', of(metrics.stream('ExecuteProcessing.Success', 'Average'))),
    make('quarantine', of(metrics.queue(QUARANTINE))),
    make('dead-letters', of(metrics.queue(METER_FAILURES)), METER_FAILURES),
  ];
}

function meterAlarms(metrics: StackMetrics, make: MakeAlarm): readonly Alarm[] {
  return [
    make('spend-after-suspension', of(metrics.own(METER, 'InvocationsAfterSuspension'))),
    make('unenforceable-spend', of(metrics.own(METER, 'UnenforceableSpendUsd'))),
    make('provisional-share', {
      kind: 'math',
      metrics: { spend: metrics.own(METER, 'SpendUsd'), provisional: metrics.own(METER, 'ProvisionalSpendUsd') },
      // Below a dollar an hour the share says nothing.
      expressions: { share: 'IF(spend >= 1, 100 * FILL(provisional, 0) / spend, 0)' },
    }),
  ];
}

function of(metric: Metric): Signal {
  return { kind: 'metric', metric };
}
