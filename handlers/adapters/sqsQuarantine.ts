import { SendMessageBatchCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import type { Clock } from '../ports/clock.js';
import type { Quarantine, QuarantinedEvent } from '../ports/quarantine.js';
import { sendInBatches, type BatchItem, type Refusal } from './batches.js';

/** Of one request, all messages together; queues made before August 2025 may hold no more in one message. */
const LIMITS = { entries: 10, bytes: 256 * 1024 };

/** One message an event, its body the event as JSON; a record that does not fit is left out and marked so. */
export class SqsQuarantine implements Quarantine {
  readonly #client: SQSClient;
  readonly #queueUrl: string;
  readonly #clock: Clock;

  constructor(client: SQSClient, queueUrl: string, clock: Clock) {
    this.#client = client;
    this.#queueUrl = queueUrl;
    this.#clock = clock;
  }

  async put(events: readonly QuarantinedEvent[]): Promise<void> {
    const service = { name: 'SQS', limits: LIMITS, send: (batch: Batch) => this.#send(batch) };
    await sendInBatches(service, events.map(itemOf), this.#clock);
  }

  async #send(batch: Batch): Promise<readonly Refusal<string>[]> {
    const Entries = batch.map(({ entry }, index) => ({ Id: String(index), MessageBody: entry }));
    const answer = await this.#client.send(new SendMessageBatchCommand({ QueueUrl: this.#queueUrl, Entries }));
    const taken = new Set(answer.Successful?.map(({ Id }) => Id));
    const codes = new Map(answer.Failed?.map(({ Id, Code }) => [Id, Code]));
    return batch.flatMap((item, index) => {
      const id = String(index);
      return taken.has(id) ? [] : [{ item, reason: codes.get(id) ?? 'no answer' }];
    });
  }
}

export function connectQuarantine(config: SQSClientConfig, queueUrl: string, clock: Clock): SqsQuarantine {
  return new SqsQuarantine(new SQSClient(config), queueUrl, clock);
}

type Batch = readonly BatchItem<string>[];

function itemOf(event: QuarantinedEvent): BatchItem<string> {
  const whole = bodyWithRecord(event);
  if (whole !== undefined && Buffer.byteLength(whole) <= LIMITS.bytes) return item(event.id, whole);
  const { record: _, ...rest } = event;
  return item(event.id, bodyOf({ ...rest, recordTooLarge: true }));
}

function item(id: string, body: string): BatchItem<string> {
  return { id, entry: body, bytes: Buffer.byteLength(body) };
}

/** Undefined for a record nested deeper than the stack: JSON.parse reads it, JSON.stringify cannot write it. */
function bodyWithRecord(event: QuarantinedEvent): string | undefined {
  try {
    return bodyOf(event);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** SQS takes all characters that JSON leaves unescaped but these two (SQS API, SendMessage), wherever they come from. */
function bodyOf(content: object): string {
  return JSON.stringify(content).replace(/[\ufffe\uffff]/g, (character) =>
    character === '\ufffe' ? '\\ufffe' : '\\uffff',
  );
}
