import {
  PutEventsCommand,
  type EventBridgeClient,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { Clock } from '../ports/clock.js';
import { EVENT_SOURCE } from '../contracts/events.js';
import type { BusEvent, EventBus } from '../ports/eventBus.js';
import { sendInBatches, type BatchItem, type Refusal } from './batches.js';

/** Of one request, all entries together (EventBridge quotas, PutEvents; newer quotas are higher, none is lower). */
const LIMITS = { entries: 10, bytes: 256 * 1024 };

/** What a time counts (EventBridge User Guide, "Calculating PutEvents event entry size"). */
const TIME_BYTES = 14;

export class EventBridgeBus implements EventBus {
  readonly #client: EventBridgeClient;
  readonly #busName: string;
  readonly #clock: Clock;

  constructor(client: EventBridgeClient, busName: string, clock: Clock) {
    this.#client = client;
    this.#busName = busName;
    this.#clock = clock;
  }

  async publish(events: readonly BusEvent[]): Promise<void> {
    const service = { name: 'EventBridge', limits: LIMITS, send: (batch: Batch) => this.#send(batch) };
    await sendInBatches(
      service,
      events.map((event) => this.#itemOf(event)),
      this.#clock,
    );
  }

  async #send(batch: Batch): Promise<readonly Refusal<PutEventsRequestEntry>[]> {
    const answer = await this.#client.send(new PutEventsCommand({ Entries: batch.map(({ entry }) => entry) }));
    const results = answer.Entries ?? [];
    return batch.flatMap((item, index) => refusalOf(item, results[index]));
  }

  #itemOf({ eventId, detail }: BusEvent): BatchItem<PutEventsRequestEntry> {
    const principalId = detail['principalId'];
    const entry = {
      EventBusName: this.#busName,
      Source: EVENT_SOURCE,
      DetailType: detail.type,
      Detail: JSON.stringify({ ...detail, eventId }),
      Time: new Date(detail.at),
      ...(typeof principalId === 'string' ? { Resources: [principalId] } : {}),
    };
    return { id: eventId, entry, bytes: bytesOf(entry) };
  }
}

type Batch = readonly BatchItem<PutEventsRequestEntry>[];

/** Results come in the order of the entries; only one with an id was taken, and a repeat does no harm. */
function refusalOf(
  item: BatchItem<PutEventsRequestEntry>,
  result: PutEventsResultEntry | undefined,
): readonly Refusal<PutEventsRequestEntry>[] {
  if (result?.EventId !== undefined) return [];
  return [{ item, reason: result?.ErrorCode ?? 'no answer' }];
}

function bytesOf({ Source, DetailType, Detail, Resources }: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...(Resources ?? [])];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), TIME_BYTES);
}
