import { DAY_MS, MINUTE_MS } from '../../../domain/instant.js';
import { streamName } from '../../../infra/names.js';
import { physicalName } from '../../../infra/identity.js';
import { inEach, type Check, type Patient } from '../check.js';
import type { MetricOf } from '../examination.js';
import { ok, problem, warning, type Finding } from '../finding.js';
import { many, refreshedUp, up } from './words.js';

const THREE_HOURS_MS = 3 * 60 * MINUTE_MS;

/** As the alarm firehose-freshness has it. */
const STALE_SECONDS = 900;

export const DELIVERY_STREAM: Check = {
  name: 'delivery-stream',
  asks: 'Is the Firehose stream active in each Region, with usage-calculator in it and without errors for three hours?',
  means: 'The stream hands log events to usage-calculator, which charges them.',
  fix: '`pulumi up`; the runbooks [firehose-transformation](runbooks/firehose-transformation.md) and [firehose-freshness](runbooks/firehose-freshness.md).',
  actions: ['firehose:DescribeDeliveryStream', 'cloudwatch:GetMetricStatistics'],
  run: (patient) =>
    inEach(patient.stack.regions, async (region) => [
      ...(await streamIn(patient, region)),
      ...(await inEach([region], () => errorsIn(patient, region))),
    ]),
};

async function streamIn({ stack, identity, examination }: Patient, region: string): Promise<readonly Finding[]> {
  const name = streamName(identity);
  const stream = await examination.deliveryStream(region, name);
  if (stream === undefined) return [problem(`${region}: there is no stream ${name}`, ...refreshedUp(stack.name))];
  if (stream.status !== 'ACTIVE') {
    const reason = stream.reason === undefined ? '' : `: ${stream.reason}`;
    return [problem(`${region}: ${name} is ${stream.status}${reason}`, up(stack.name))];
  }
  const meter = physicalName(identity, 'usage-calculator');
  if (stream.functionArn?.split(':')[6] !== meter) {
    return [problem(`${region}: ${name} does not pass its records to ${meter}`, up(stack.name))];
  }
  return [ok(`${region}: ${name} is active`)];
}

async function errorsIn({ identity, examination, now }: Patient, region: string): Promise<readonly Finding[]> {
  const since = now - THREE_HOURS_MS;
  const of = (name: string, statistic: MetricOf['statistic']): Promise<number | undefined> => {
    const dimensions = { DeliveryStreamName: streamName(identity) };
    return examination.metric(region, { namespace: 'AWS/Firehose', name, dimensions, statistic }, since, now);
  };
  const success = await of('ExecuteProcessing.Success', 'Minimum');
  const waiting = await of('DeliveryToS3.DataFreshness', 'Maximum');
  const failing =
    success === undefined || success >= 1
      ? []
      : [
          warning(
            `${region}: usage-calculator failed on a batch in the last three hours; Firehose tries four times`,
            'docs/runbooks/firehose-transformation.md',
          ),
        ];
  const stale =
    waiting === undefined || waiting <= STALE_SECONDS
      ? []
      : [
          problem(
            `${region}: records waited up to ${Math.ceil(waiting)} s in Firehose`,
            'docs/runbooks/firehose-freshness.md',
          ),
        ];
  const found = [...failing, ...stale];
  return found.length > 0 ? found : [ok(`${region}: no errors of Firehose in three hours`)];
}

export const LOG_DELIVERY: Check = {
  name: 'log-delivery',
  asks: 'Could Bedrock write all records of the last day to its log?',
  means: 'What Bedrock could not write is lost: it does not try again.',
  fix: 'The runbook [bedrock-log-delivery](runbooks/bedrock-log-delivery.md).',
  actions: ['cloudwatch:GetMetricStatistics'],
  run: ({ stack, examination, now }) =>
    inEach(stack.regions, async (region) => {
      const name = 'ModelInvocationLogsCloudWatchDeliveryFailure';
      const metric = { namespace: 'AWS/Bedrock', name, dimensions: {}, statistic: 'Sum' } as const;
      const failures = (await examination.metric(region, metric, now - DAY_MS, now)) ?? 0;
      if (failures === 0) return [ok(`${region}: Bedrock could write its log`)];
      const text = `${region}: Bedrock failed to write ${many(failures, 'record')} in the last day`;
      return [problem(text, 'docs/runbooks/bedrock-log-delivery.md')];
    }),
};
