import type { Instant } from '../../domain/instant.js';
import { OutOfTimeError, UnreadableEventError } from '../runtime/errors.js';
import { readFailedBatch } from '../firehose/failedBatch.js';
import { readS3Notification } from '../firehose/s3Notification.js';
import type { ObjectStore } from '../ports/objectStore.js';
import type { QuarantinedEvent } from '../ports/quarantine.js';
import { meterDeliveries, type MeteringPorts } from './meterDeliveries.js';
import type { Delivery } from './readRecords.js';
import { lineOf } from './usageLines.js';

export interface ReplayPorts extends MeteringPorts {
  readonly objects: ObjectStore;
  /** Where the usage lines of replayed batches go, beside those that Firehose delivers. */
  readonly replayedPrefix: string;
}

/** Characters of base64 that are metered at a time. */
const MAX_CHARACTERS = 4_000_000;

/**
 * Charges the batches that Firehose gave up on, from the objects that an S3 notification names. A repeat after a crash
 * or a time-out charges nothing twice and writes the same lines to the same place. Throws UnreadableEventError,
 * OutOfTimeError and as `meterDeliveries` does.
 */
export async function replayFailedBatches(ports: ReplayPorts, event: unknown, deadline: Instant): Promise<void> {
  const notification = readS3Notification(event);
  if (notification.kind === 'invalid') throw new UnreadableEventError(`S3 notification: ${notification.reason}`);
  for (const { bucket, key } of notification.objects) await replayObject(ports, bucket, key, deadline);
}

async function replayObject(ports: ReplayPorts, bucket: string, key: string, deadline: Instant): Promise<void> {
  const content = await ports.objects.read(bucket, key);
  const lines: string[] = [];
  let pending: Delivery[] = [];
  let size = 0;
  const meter = async (): Promise<void> => {
    if (pending.length === 0) return;
    if (ports.clock.now() >= deadline) throw new OutOfTimeError(`s3://${bucket}/${key}: the rest is left for a retry`);
    const metered = await meterDeliveries(ports, pending, deadline);
    for (const [index, delivery] of metered.entries()) {
      if (delivery.kind === 'metered') for (const record of delivery.records) lines.push(lineOf(record));
      else
        await setAside(ports, [undecodable(pending[index]?.id ?? key, delivery.reason, pending[index]?.data.length)]);
    }
    pending = [];
    size = 0;
  };
  for (const line of readFailedBatch(content)) {
    const id = `s3://${bucket}/${key}:${line.line}`;
    if (line.kind === 'invalid') {
      await setAside(ports, [undecodable(id, line.reason, undefined)]);
      continue;
    }
    pending.push({ id, data: line.rawData });
    size += line.rawData.length;
    if (size >= MAX_CHARACTERS) await meter();
  }
  await meter();
  if (lines.length === 0) return;
  await ports.objects.write(bucket, `${ports.replayedPrefix}${key}`, Buffer.from(`${lines.join('\n')}\n`));
}

/** It stays in its object; the queue says where. */
function undecodable(id: string, reason: string, bytes: number | undefined): QuarantinedEvent {
  return { id, reason, source: 'processing-failed', bytes: bytes ?? 0 };
}

async function setAside({ quarantine, telemetry }: ReplayPorts, events: readonly QuarantinedEvent[]): Promise<void> {
  await quarantine.put(events);
  telemetry.count('RecordsQuarantined', events.length);
}
