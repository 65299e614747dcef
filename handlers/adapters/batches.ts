import { ServiceError } from '../runtime/errors.js';
import type { Clock } from '../ports/clock.js';
import { backoff } from '../runtime/retries.js';

/** What a batch API takes at once. */
export interface BatchLimits {
  readonly entries: number;
  readonly bytes: number;
}

export interface BatchItem<Entry> {
  readonly id: string;
  readonly entry: Entry;
  readonly bytes: number;
}

/** An item that a service did not take, and what it said. */
export interface Refusal<Entry> {
  readonly item: BatchItem<Entry>;
  readonly reason: string;
}

export interface BatchService<Entry> {
  readonly name: string;
  readonly limits: BatchLimits;
  /** Sends one batch; resolves with what was not taken. */
  send(batch: readonly BatchItem<Entry>[]): Promise<readonly Refusal<Entry>[]>;
}

/** Of one batch; the waits between them add up to 2.5 seconds at most. */
const MAX_SENDS = 8;
const MAX_NAMED = 5;

/**
 * Sends items in batches and what was refused again, a bounded number of times. All that can be delivered is delivered;
 * then throws ServiceError naming what is left. What the service throws ends it at once.
 */
export async function sendInBatches<Entry>(
  service: BatchService<Entry>,
  items: readonly BatchItem<Entry>[],
  clock: Clock,
): Promise<void> {
  const { limits } = service;
  const left: Refusal<Entry>[] = items
    .filter(({ bytes }) => bytes > limits.bytes)
    .map((item) => ({ item, reason: `${item.bytes} bytes are over the limit of ${limits.bytes}` }));
  const sendable = items.filter(({ bytes }) => bytes <= limits.bytes);
  for (const batch of batchesOf(sendable, limits)) left.push(...(await sendPatiently(service, batch, clock)));
  if (left.length > 0) throw new ServiceError(service.name, problemWith(left, items.length));
}

/** Batches as large as the limits permit, in the order of the items, none of which is over the limit alone. */
export function batchesOf<Item extends { readonly bytes: number }>(
  items: readonly Item[],
  limits: BatchLimits,
): readonly (readonly Item[])[] {
  const batches: Item[][] = [];
  let open: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    if (open.length === limits.entries || bytes + item.bytes > limits.bytes || batches.length === 0) {
      open = [];
      bytes = 0;
      batches.push(open);
    }
    open.push(item);
    bytes += item.bytes;
  }
  return batches;
}

async function sendPatiently<Entry>(
  service: BatchService<Entry>,
  batch: readonly BatchItem<Entry>[],
  clock: Clock,
): Promise<readonly Refusal<Entry>[]> {
  let refused = await service.send(batch);
  for (let attempt = 1; attempt < MAX_SENDS && refused.length > 0; attempt += 1) {
    await backoff(clock, attempt);
    refused = await service.send(refused.map(({ item }) => item));
  }
  return refused;
}

function problemWith(left: readonly Refusal<unknown>[], total: number): string {
  const named = left
    .slice(0, MAX_NAMED)
    .map(({ item, reason }) => `${item.id.slice(0, 100)} (${reason.slice(0, 200)})`);
  const rest = left.length > named.length ? `, and ${left.length - named.length} more` : '';
  return `${left.length} of ${total} not taken: ${named.join(', ')}${rest}`;
}
