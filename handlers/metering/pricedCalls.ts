import type { Principal } from '../../domain/iam/principal.js';
import { DAY_MS } from '../../domain/instant.js';
import { invocationOf } from '../../domain/invocations/invocation.js';
import { costOf } from '../../domain/pricing/cost.js';
import { isLarger } from '../../domain/pricing/largerRecord.js';
import { usageRecordOf, type UsageRecord } from '../../domain/pricing/usageRecord.js';
import type { Settings } from '../../domain/settings/settings.js';
import type { Clock } from '../ports/clock.js';
import type { QuarantinedEvent } from '../ports/quarantine.js';
import type { LivePrices } from '../pricing/livePrices.js';
import type { Charge } from './charging.js';
import { quarantined, type ReadCall } from './readRecords.js';

export interface PricingPorts {
  readonly prices: LivePrices;
  readonly clock: Clock;
}

export interface PricedCalls {
  readonly charges: readonly Charge[];
  /** By index of the delivery. */
  readonly records: ReadonlyMap<number, readonly UsageRecord[]>;
  /** Calls that are not charged, and why: too old, or successful without any count. */
  readonly unpriced: readonly QuarantinedEvent[];
  readonly ignored: number;
  readonly uncounted: number;
  readonly duplicates: number;
}

interface PricedRecord {
  readonly principal: Principal;
  readonly formerPayer: Principal | undefined;
  /** Index of the delivery. */
  readonly delivery: number;
  readonly record: UsageRecord;
}

/** The row that would show that a call was charged before may have expired. */
const TOO_OLD = 'timestamp: older than usageRetentionDays, so the call could be counted twice';

/**
 * Prices the calls of a batch, of each call the largest record. A record without usage does not claim its request id:
 * ConverseStream can log zeros first and the real counts after.
 */
export async function priceCalls(
  { prices, clock }: PricingPorts,
  read: readonly ReadCall[],
  settings: Settings,
): Promise<PricedCalls> {
  await prices.learnProfiles(read.map(({ call }) => call.modelId).filter((modelId) => !prices.profiles.has(modelId)));
  const calls = read.map(({ call, ...event }) => ({ event, invocation: invocationOf(call, prices.profiles) }));
  const book = await prices.bookFor(calls.map(({ invocation }) => invocation));
  const oldest = clock.now() - settings.usageRetentionDays * DAY_MS;
  const all: PricedRecord[] = [];
  const unpriced: QuarantinedEvent[] = [];
  let ignored = 0;
  let uncounted = 0;
  for (const { event, invocation } of calls) {
    const cost = costOf(invocation, book);
    if (cost.status === 'ignored') ignored += 1;
    else if (cost.status === 'uncounted') {
      uncounted += 1;
      unpriced.push(setAside(event, cost.reasons.join('; ')));
    } else if (invocation.timestamp < oldest) unpriced.push(setAside(event, TOO_OLD));
    else {
      const record = usageRecordOf(invocation, cost, cost.status);
      const { principal, formerPayer } = invocation;
      all.push({ principal, formerPayer, delivery: event.delivery, record });
    }
  }
  const largest = largestRecords(all);
  return { ...chargesOf(largest), unpriced, ignored, uncounted, duplicates: all.length - largest.length };
}

function setAside({ eventId, logGroup, message }: Omit<ReadCall, 'call'>, reason: string): QuarantinedEvent {
  return quarantined(eventId, logGroup, message, reason);
}

/** One record for each request id: the first, unless a later one is larger. */
function largestRecords(records: readonly PricedRecord[]): readonly PricedRecord[] {
  const largest = new Map<string, PricedRecord>();
  for (const priced of records) {
    const { requestId } = priced.record;
    const earlier = largest.get(requestId);
    if (earlier === undefined || isLarger(priced.record, earlier.record)) largest.set(requestId, priced);
  }
  return [...largest.values()];
}

function chargesOf(priced: readonly PricedRecord[]): Pick<PricedCalls, 'charges' | 'records'> {
  const charges = new Map<string, GrowingCharge>();
  const records = new Map<number, UsageRecord[]>();
  for (const { principal, formerPayer, delivery, record } of priced) {
    append(records, delivery, record);
    const charge: GrowingCharge = charges.get(principal.principalId) ?? {
      principal,
      records: [],
      formerPayers: new Map(),
    };
    charges.set(principal.principalId, charge);
    charge.records.push(record);
    if (formerPayer !== undefined) charge.formerPayers.set(record.requestId, formerPayer);
  }
  return { charges: [...charges.values()], records };
}

interface GrowingCharge extends Charge {
  readonly records: UsageRecord[];
  readonly formerPayers: Map<string, Principal>;
}

function append(records: Map<number, UsageRecord[]>, delivery: number, record: UsageRecord): void {
  const known = records.get(delivery);
  if (known === undefined) records.set(delivery, [record]);
  else known.push(record);
}
