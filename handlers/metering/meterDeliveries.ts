import pMap from 'p-map';
import { costOf } from '../../domain/pricing/cost.js';
import { DAY_MS, type Instant } from '../../domain/instant.js';
import type { Principal } from '../../domain/iam/principal.js';
import type { Settings } from '../../domain/settings/settings.js';
import { usageRecordOf, type UsageRecord } from '../../domain/pricing/usageRecord.js';
import { readBudget } from '../budgets/budgetChanges.js';
import { CorruptRowError, failTogether } from '../runtime/errors.js';
import type { StoredBudget } from '../ports/budgetStore.js';
import type { Quarantine, QuarantinedEvent } from '../ports/quarantine.js';
import { chargePrincipal, type Charge } from './charging.js';
import type { LivePrices } from '../pricing/livePrices.js';
import type { LedgerPorts } from './ledgerWrites.js';
import { largestRecords, type PricedRecord } from './largestRecords.js';
import { quarantined, readAgain, readRecords, type Delivery, type ReadCall } from './readRecords.js';

export interface MeteringPorts extends LedgerPorts {
  readonly settings: () => Promise<Settings>;
  readonly prices: LivePrices;
  readonly quarantine: Quarantine;
}

/** What became of one delivery: its charged calls in their order, or why it is no delivery of logs. */
export type MeteredDelivery =
  | { readonly kind: 'metered'; readonly records: readonly UsageRecord[] }
  | { readonly kind: 'undecodable'; readonly reason: string };

/** Principals are charged side by side, so many at a time. */
const CONCURRENCY = 8;

/**
 * Prices what deliveries hold and charges it, each call exactly once however often it is delivered. What cannot be read
 * is set aside, and the rest goes on. Throws if anything could be neither charged nor set aside: then the whole shall be
 * delivered again, and what was done is not done twice.
 */
export async function meterDeliveries(
  ports: MeteringPorts,
  deliveries: readonly Delivery[],
  deadline: Instant,
): Promise<readonly MeteredDelivery[]> {
  const { prices, quarantine, telemetry } = ports;
  const settings = await ports.settings();
  const read = readRecords(deliveries, prices.profiles);
  await prices.learnProfiles(read.calls.flatMap(hiddenModel));
  const calls = read.calls.map((call) => readAgain(call, prices.profiles));
  const priced = await price(ports, calls, settings);
  telemetry.count('RecordsIgnored', read.ignored + priced.ignored);
  telemetry.count('InvocationsDuplicate', priced.duplicates);
  telemetry.count('DeliveriesUndecodable', read.undecodable.size);
  if (priced.uncounted > 0)
    telemetry.warn('successful calls without token counts, not charged', { count: priced.uncounted });
  const failures = await chargeAll(ports, priced.charges, settings, deadline);
  const setAside = [...read.unreadable, ...priced.unpriced];
  if (setAside.length > 0) await quarantine.put(setAside);
  telemetry.count('RecordsQuarantined', setAside.length);
  failTogether(failures, `${failures.length} of ${priced.charges.length} principals could not be charged`);
  return deliveries.map((_, index) => {
    const reason = read.undecodable.get(index);
    return reason === undefined
      ? { kind: 'metered', records: priced.records.get(index) ?? [] }
      : { kind: 'undecodable', reason };
  });
}

interface Priced {
  readonly charges: readonly Charge[];
  /** By index of the delivery. */
  readonly records: ReadonlyMap<number, readonly UsageRecord[]>;
  /** Calls that are not charged, and why: too old, or successful without any count. */
  readonly unpriced: readonly QuarantinedEvent[];
  readonly ignored: number;
  readonly uncounted: number;
  readonly duplicates: number;
}

/** A record without usage does not claim its request id: ConverseStream can log zeros first and the real counts after. */
async function price(
  { prices, clock }: MeteringPorts,
  calls: readonly ReadCall[],
  settings: Settings,
): Promise<Priced> {
  const book = await prices.bookFor(calls.map(({ invocation }) => invocation));
  const oldest = clock.now() - settings.usageRetentionDays * DAY_MS;
  const all: PricedRecord[] = [];
  const unpriced: QuarantinedEvent[] = [];
  let ignored = 0;
  let uncounted = 0;
  for (const { invocation, delivery, eventId, logGroup, message } of calls) {
    const cost = costOf(invocation, book);
    if (cost.status === 'ignored') ignored += 1;
    else if (cost.status === 'uncounted') {
      uncounted += 1;
      unpriced.push(quarantined(eventId, logGroup, message, cost.reasons.join('; ')));
    } else if (invocation.timestamp < oldest) unpriced.push(quarantined(eventId, logGroup, message, TOO_OLD));
    else {
      const record = usageRecordOf(invocation, cost, cost.status);
      all.push({ principal: invocation.principal, delivery, record });
    }
  }
  const largest = largestRecords(all);
  return { ...chargesOf(largest), unpriced, ignored, uncounted, duplicates: all.length - largest.length };
}

function chargesOf(priced: readonly PricedRecord[]): Pick<Priced, 'charges' | 'records'> {
  const charges = new Map<string, { readonly principal: Principal; readonly records: UsageRecord[] }>();
  const records = new Map<number, UsageRecord[]>();
  for (const { principal, delivery, record } of priced) {
    append(records, delivery, record);
    const charge = charges.get(principal.principalId);
    if (charge === undefined) charges.set(principal.principalId, { principal, records: [record] });
    else charge.records.push(record);
  }
  return { charges: [...charges.values()], records };
}

/** Beyond it the row that tells a repeated delivery may be gone. */
const TOO_OLD = 'timestamp: older than usageRetentionDays, so the call could be counted twice';

/** Charges everybody and tells of whom it could not: the batch has to come again for them. */
async function chargeAll(
  ports: MeteringPorts,
  charges: readonly Charge[],
  settings: Settings,
  deadline: Instant,
): Promise<readonly unknown[]> {
  const known = await readKnown(ports, charges);
  const failures: unknown[] = [];
  await pMap(
    charges,
    async (charge) => {
      const { principalId } = charge.principal;
      try {
        const record = known === undefined ? await readBudget(ports, principalId) : known.get(principalId);
        await chargePrincipal(ports, charge, record, settings, deadline);
      } catch (error) {
        failures.push(error);
        ports.telemetry.error('could not be charged; the batch is delivered again', error, { principalId });
      }
    },
    { concurrency: CONCURRENCY },
  );
  return failures;
}

/** Undefined where one of the rows cannot be read: then each is read on its own, so that it stops no other. */
async function readKnown(
  { budgets, telemetry }: MeteringPorts,
  charges: readonly Charge[],
): Promise<ReadonlyMap<string, StoredBudget> | undefined> {
  if (charges.length === 0) return new Map();
  try {
    return await budgets.read(charges.map(({ principal }) => principal.principalId));
  } catch (error) {
    if (!(error instanceof CorruptRowError)) throw error;
    telemetry.error('a budget row cannot be read; its principal is not charged until it is mended', error);
    return undefined;
  }
}

function hiddenModel({ invocation }: ReadCall): readonly string[] {
  return invocation.model.kind === 'opaque' ? [invocation.modelId] : [];
}

function append(records: Map<number, UsageRecord[]>, delivery: number, record: UsageRecord): void {
  const known = records.get(delivery);
  if (known === undefined) records.set(delivery, [record]);
  else known.push(record);
}
