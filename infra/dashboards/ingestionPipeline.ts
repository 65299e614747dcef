import { bedrockCalls, bedrockTokens } from '../monitoring/meteringGap.js';
import { kindSpec } from '../monitoring/alarmKinds.js';
import { awsMetric } from '../monitoring/metric.js';
import type { Monitored } from '../monitoring/monitored.js';
import { METER } from '../monitoring/stackMetrics.js';
import { METER_FAILURES, QUARANTINE } from '../names.js';
import { HOUR, type Board } from './board.js';
import type { Dashboard } from './body.js';
import { heading, layOut, row, type Row } from './layout.js';
import { line, type Line, type Widget } from './widgets.js';

/** Whether every call of Bedrock is seen and charged, and how fast: all Regions together, then each. */
export function ingestionPipeline(stack: Monitored, board: Board): Dashboard {
  return {
    name: 'ingestion-pipeline',
    start: '-PT12H',
    widgets: layOut([
      heading(`# Bedrock Budgeteer, ${stack.identity.stack}: is every call seen and charged?`),
      numbers(board),
      ...stack.regions.flatMap((region) => regionRows(stack, board, region)),
    ]),
  };
}

function numbers(board: Board): Row {
  return row(
    4,
    board.meteredTotal('Calls charged today', 'InvocationsCharged'),
    board.meteredTotal('Not billed by AWS today', 'RecordsIgnored'),
    board.meteredTotal('Delivered twice today', 'InvocationsDuplicate'),
    board.meteredTotal('Late today', 'InvocationsLate'),
    board.meteredTotal('Quarantined today', 'RecordsQuarantined'),
    board.meteredTotal('Not decodable today', 'DeliveriesUndecodable'),
  );
}

function regionRows(stack: Monitored, board: Board, region: string): readonly Row[] {
  const at = (title: string, lines: readonly Line[], more: Parameters<Board['graph']>[2] = {}): Widget =>
    board.graph(title, lines, { region, ...more });
  return [
    heading(`## ${region}: what Bedrock counts beside what we charge`),
    row(6, ...comparison(board, at)),
    heading(`## ${region}: from the log to the charge`),
    row(6, ...delivery(stack, board, at)),
    row(6, ...metering(board, at)),
  ];
}

type At = (title: string, lines: readonly Line[], more?: Parameters<Board['graph']>[2]) => Widget;

function comparison(board: Board, at: At): readonly Widget[] {
  const { metrics } = board;
  const own = (name: Parameters<typeof metrics.own>[1]): Line => line(name, metrics.own(METER, name));
  return [
    missed(board, at),
    at('Calls', [
      line('Bedrock', bedrockCalls()),
      own('InvocationsCharged'),
      own('InvocationsDuplicate'),
      own('RecordsIgnored'),
    ]),
    at('Output tokens', [line('Bedrock', bedrockTokens()), own('OutputTokens')]),
    at('Log events of Bedrock', [
      line('written', awsMetric('AWS/Bedrock', 'ModelInvocationLogsCloudWatchDeliverySuccess', {})),
      line('failed', awsMetric('AWS/Bedrock', 'ModelInvocationLogsCloudWatchDeliveryFailure', {})),
    ]),
    at('bedrock-mantle, in no log', [
      line('inferences', awsMetric('AWS/BedrockMantle', 'Inferences', {})),
      { ...line('output tokens', awsMetric('AWS/BedrockMantle', 'TotalOutputTokens', {})), axis: 'right' },
    ]),
  ];
}

/** As the alarm computes it, without its minimum. */
function missed({ metrics }: Board, at: At): Widget {
  const lines = [
    line('Bedrock', bedrockTokens()),
    line('OutputTokens', metrics.own(METER, 'OutputTokens')),
    line('Bedrock', bedrockCalls()),
    ...(['InvocationsCharged', 'InvocationsDuplicate', 'RecordsIgnored'] as const).map((name) =>
      line(name, metrics.own(METER, name)),
    ),
  ];
  return at('Missed by us, %', lines, {
    periodSeconds: HOUR,
    limit: { label: 'alarm', value: kindSpec('metering-blindness').threshold },
    formulas: [
      { label: 'output tokens', expression: '100 * (m0 - FILL(m1, 0)) / m0' },
      { label: 'calls', expression: '100 * (m2 - FILL(m3, 0) - FILL(m4, 0) - FILL(m5, 0)) / m2' },
    ],
  });
}

function delivery({ logGroup }: Monitored, { metrics }: Board, at: At): readonly Widget[] {
  return [
    at('On the way', [
      line('log events in the log group', awsMetric('AWS/Logs', 'IncomingLogEvents', { LogGroupName: logGroup })),
      line('records in Firehose', metrics.stream('IncomingRecords')),
    ]),
    at('Age of what waits in Firehose, s', [line('oldest', metrics.stream('DeliveryToS3.DataFreshness', 'Maximum'))], {
      limit: { label: 'alarm', value: kindSpec('firehose-freshness').threshold },
    }),
    at('From a call to its charge, s', [
      line('half of the batches', metrics.own(METER, 'DetectionSeconds', 'p50')),
      line('nine in ten', metrics.own(METER, 'DetectionSeconds', 'p90')),
      line('slowest', metrics.own(METER, 'DetectionSeconds')),
    ]),
    at(
      'Messages for somebody to look at',
      [QUARANTINE, METER_FAILURES].map((queue) => line(queue, metrics.queue(queue))),
    ),
  ];
}

function metering(board: Board, at: At): readonly Widget[] {
  const { metrics } = board;
  return [
    at('Calls of Firehose that succeed', [line('share', metrics.stream('ExecuteProcessing.Success', 'Average'))]),
    at('Duration of usage-calculator, ms', [
      line('half', metrics.lambda(METER, 'Duration', 'p50')),
      line('slowest', metrics.lambda(METER, 'Duration', 'Maximum')),
      line('as Firehose sees it', metrics.stream('ExecuteProcessing.Duration', 'Maximum')),
    ]),
    at('Calls of usage-calculator', [
      line('calls', metrics.lambda(METER, 'Invocations')),
      line('errors', metrics.lambda(METER, 'Errors')),
      line('throttles', metrics.lambda(METER, 'Throttles')),
    ]),
    at(
      'What could not be used as it came',
      board.own(METER, 'RecordsQuarantined', 'DeliveriesUndecodable', 'UsageLinesSummarised', 'PriceLookupsFailed'),
    ),
  ];
}
