import type { FirehoseTransformationEvent, FirehoseTransformationResult } from 'aws-lambda';
import { isObject, objectAt, stringAt } from '../../domain/json.js';
import type { Instant } from '../../domain/instant.js';
import { INGESTION_PATHS } from '../contracts/ingestionPath.js';
import { deadlineOf } from '../runtime/deadline.js';
import { ConfigurationError, UnreadableEventError } from '../runtime/errors.js';
import type { Handler, LambdaContext } from '../runtime/handler.js';
import { meterDeliveries, type MeteringPorts } from '../metering/meterDeliveries.js';
import type { Delivery } from '../metering/readRecords.js';
import { replayFailedBatches, type ReplayPorts } from '../metering/replayFailedBatches.js';
import { encodeLines } from '../metering/usageLines.js';
import type { EnvironmentOf } from '../runtime/environment.js';
import type { Services } from '../ports/services.js';
import { withSettings } from '../settings/settingsCache.js';
import { composePrices, type PriceServices } from '../pricing/composePrices.js';

export interface UsageCalculatorPorts extends MeteringPorts, ReplayPorts {}

/**
 * The transformation Lambda of the `bedrock-usage-logs` stream: charges what a batch holds and answers each record with
 * its usage lines. Also takes log events straight from CloudWatch Logs, and S3 notifications of batches that Firehose
 * gave up on. Throws if a part could not be charged: Firehose then delivers the batch again, and at last writes it where
 * its notification brings it back; Lambda tries the others again, and at last keeps them in the failure queue.
 */
export function createUsageCalculator(
  ports: UsageCalculatorPorts,
): (event: unknown, context: LambdaContext) => Promise<FirehoseTransformationResult | undefined> {
  return async (event, context) => {
    const deadline = deadlineOf(ports.clock, context);
    try {
      if (isFirehoseEvent(event)) return await transform(ports, event, deadline);
      const logs = stringAt(objectAt(event, 'awslogs'), 'data');
      if (logs === undefined) await replayFailedBatches(ports, event, deadline);
      else await chargeAtOnce(ports, { id: context.awsRequestId, data: logs }, deadline);
      return undefined;
    } finally {
      ports.telemetry.flush();
    }
  };
}

export function composeUsageCalculator(
  environment: EnvironmentOf<'usageCalculator'>,
  services: PriceServices & Pick<Services, 'settings' | 'budgets' | 'ledger' | 'quarantine' | 'objects'>,
): Handler {
  return createUsageCalculator({
    ...withSettings(environment, services),
    budgets: services.budgets(environment.required('USER_BUDGETS_TABLE')),
    ledger: services.ledger({
      usage: environment.required('USAGE_TRACKING_TABLE'),
      budgets: environment.required('USER_BUDGETS_TABLE'),
    }),
    prices: composePrices(environment, services).live,
    quarantine: services.quarantine(environment.required('QUARANTINE_QUEUE_URL')),
    objects: services.objects(),
    replayedPrefix: environment.required('REPLAYED_PREFIX'),
    arrival: arrivalBy(environment.required('INGESTION_PATH')),
  });
}

/** Firehose delivers the same log events later: it makes their lines and sets aside what cannot be read. */
async function chargeAtOnce(ports: UsageCalculatorPorts, delivery: Delivery, deadline: Instant): Promise<void> {
  const [metered] = await meterDeliveries(ports, [delivery], deadline, 'first');
  if (metered?.kind === 'undecodable') throw new UnreadableEventError(`awslogs.data: ${metered.reason}`);
}

async function transform(
  ports: UsageCalculatorPorts,
  { records }: FirehoseTransformationEvent,
  deadline: Instant,
): Promise<FirehoseTransformationResult> {
  const metered = await meterDeliveries(
    ports,
    records.map(({ recordId, data }) => ({ id: recordId, data })),
    deadline,
  );
  const lines = encodeLines(metered.map((delivery) => (delivery.kind === 'metered' ? delivery.records : [])));
  ports.telemetry.count('UsageLinesSummarised', lines.summarised);
  return {
    records: records.map(({ recordId }, index) => {
      const delivery = metered[index];
      const data = lines.data[index] ?? '';
      if (delivery?.kind === 'undecodable') {
        ports.telemetry.warn('a record that is no delivery of logs', { recordId, reason: delivery.reason });
        return { recordId, result: 'ProcessingFailed', data };
      }
      return { recordId, result: data === '' ? 'Dropped' : 'Ok', data };
    }),
  };
}

function arrivalBy(path: string): MeteringPorts['arrival'] {
  if (!INGESTION_PATHS.some((known) => known === path)) {
    throw new ConfigurationError(`environment: INGESTION_PATH: ${path} is none of ${INGESTION_PATHS.join(', ')}`);
  }
  return path === 'direct' ? 'again' : 'once';
}

/** Firehose keeps to its form; a record without one of these fields is a misrouted event, and names itself. */
function isFirehoseEvent(event: unknown): event is FirehoseTransformationEvent {
  if (!isObject(event) || !Array.isArray(event['records'])) return false;
  const records = event['records'] as readonly unknown[];
  const isRecord = (record: unknown): boolean =>
    isObject(record) && typeof record['recordId'] === 'string' && typeof record['data'] === 'string';
  if (!records.every(isRecord)) throw new UnreadableEventError('Firehose event: records: one without recordId or data');
  return true;
}
